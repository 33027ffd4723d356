// The pages of a returning shopper, one for each way to load the package. They differ in their head, their script and whether
// the server renders the account.

import { CLIENT, CLIENT_RENDERED, IN_TURN, PLAIN, PLAIN_RENDERED } from "./scripts.js";

/** The preloads of the guide (www/docs/csp-and-sri.md). */
const PRELOADS = `<link rel="modulepreload" href="/ivy/index.js">
<link rel="preload" as="fetch" type="application/wasm" crossorigin href="/ivy/ivy_data_session_bg.wasm">`;

const EARLY = '<script async src="/ivy/early.js" data-proxy-url="/api/ivy"></script>';

/**
 * The measured pages. `base` is the page without a library that a page is compared with, by default the first. A page that
 * is `quiet` is measured on a slow network only: it is there for the waterfalls.
 */
export const PAGES = [
  { id: "plain", name: "no library", head: "", script: PLAIN },
  { id: "import", name: "plain import", head: "", script: CLIENT },
  { id: "preloads", name: "preloads", head: PRELOADS, script: CLIENT },
  { id: "early", name: "early script", head: `${EARLY}\n${PRELOADS}`, script: CLIENT },
  { id: "plain-rendered", name: "no library, rendered", head: "", script: PLAIN_RENDERED, isRendered: true },
  { id: "rendered", name: "server-rendered", head: "", script: CLIENT_RENDERED, isRendered: true, base: "plain-rendered" },
  { id: "in-turn", name: "load, then ask", head: "", script: IN_TURN, quiet: true },
];

/** The rest of a checkout: goods, address and total. */
const GOODS = Array.from({ length: 12 }, (_, at) => `<li>Article ${at + 1}, size ${36 + at}, blue <b>${(19 + at * 3).toFixed(2)} €</b></li>`).join("\n");

/** Returns the HTML of a page. `session` is the remembered one if the server renders it, with the `list` that it read. */
export function html({ id, head }, session, list) {
  const account = session ? `${session.data.bankName}, account ending in ${session.data.accounts[0].identifier.iban.iban.slice(-4)}` : "";
  const data = list ? `<script type="application/json" id="list">${JSON.stringify(list).replaceAll("<", "\\u003c")}</script>` : "";
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Checkout</title>
<link rel="icon" href="data:,">
${head}
<script type="module" src="/assets/${id}.js"></script>
<h1>Checkout</h1>
<ul>
${GOODS}
</ul>
<form action="/pay" method="post">
<p id="account" elementtiming="account">${account}</p>
<button id="pay" type="button" name="session">Pay by bank</button>
</form>
${data}
</html>`;
}
