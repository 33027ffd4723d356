// A classic script that asks for the list of past sessions at once, before anything else of the package is loaded:
//
//   <script async src="/early.js" data-proxy-url="/api/ivy" integrity="…"></script>
//
// Its tag is its only input: `data-proxy-url`, and `data-credentials` for a proxy on another origin. It has no headers of the
// merchant's own. A client for the same URL takes the list instead of asking itself.

import { baseUrl, HEADERS, OWN_LIST, PATHS, REQUEST } from "../calls/contract.ts";
import { MAX_AGE_MS, page, SLOT } from "./slot.ts";

/** Drops the list if no client has taken it. */
function drop(): void {
  delete page[SLOT];
}

/** Asks for the list. Returns the response, also of the path with a slash at its end where the server redirects to that. */
async function ask(url: string, credentials: string): Promise<Response> {
  const init = { ...REQUEST, headers: HEADERS, body: OWN_LIST, credentials: credentials as RequestCredentials };
  const response = await page.fetch(url, init);
  return response.type === "opaqueredirect" ? page.fetch(`${url}/`, init) : response;
}

function start({ proxyUrl, credentials = "same-origin" }: DOMStringMap): void {
  // With `null` a client has asked already.
  if (!proxyUrl || page[SLOT] === null) return;
  const url = baseUrl(new URL(proxyUrl, document.baseURI)) + PATHS.list;
  const response = ask(url, credentials);
  response.catch(drop);
  page[SLOT] = { url, credentials, began: performance.now(), response };
  setTimeout(drop, MAX_AGE_MS);
  // A page from the back/forward cache may be shown to somebody else.
  addEventListener("pageshow", ({ persisted }) => persisted && drop());
}

try {
  start((document.currentScript as HTMLScriptElement).dataset);
} catch {
  // The client asks for the list itself.
}
