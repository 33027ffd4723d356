// The return page for logins that began without JavaScript. Opening it changes nothing; the post of its form presents the nonce.

import { readBody } from "./http/read-body.ts";
import { formPage, seeOther, withoutCore } from "./http/response.ts";
import type { PlainReturn } from "./options/login.ts";
import { continueIn, languageOf } from "./plain-return-words.ts";
import { property } from "./property.ts";
import type { Proxy } from "./proxy.ts";
import { returnNonce } from "./return-nonce.ts";

/** Parts of a proxy that the page needs. */
export type PlainReturnParts = Pick<Proxy, "checkFormPost" | "presentNonce"> & {
  /** The merchant's function. */
  after: (outcome: PlainReturn) => string | Promise<string>;
  /** Takes a sentence for the log. */
  warn: (message: string) => void;
};

/** The longest form, in bytes, and the time until its last byte. */
const [LONGEST_FORM, FORM_MS] = [4096, 10_000];

/** A path of the shop's own origin. Browsers read a backslash as a slash. */
const OWN_PATH = /^\/(?![/\\])/;

/** The outcomes for errors with which `presentNonce` rejects. Another error is the response itself. */
const OUTCOMES: Readonly<Record<string, PlainReturn["status"]>> = {
  unauthorized: "unauthorized",
  not_found: "not_found",
  proxy_unavailable: "unavailable",
};

/** Answers a request for the return page. */
export async function plainReturn(request: Request, parts: PlainReturnParts): Promise<Response> {
  const again = (nonce: string) => `${new URL(request.url).pathname}?ivy=${nonce}`;
  if (request.method === "GET" || request.method === "HEAD") {
    const nonce = returnNonce(request.url);
    return nonce === null ? goOn({ status: "not_found" }, parts) : page(nonce, request.headers.get("accept-language"));
  }
  if (request.method !== "POST") return withoutCore(405, "misconfigured", { allow: "GET, HEAD, POST" });
  let nonce = "";
  try {
    const post = await parts.checkFormPost(request);
    nonce = returnNonce(`?${new TextDecoder().decode(await readBody(request, LONGEST_FORM, FORM_MS))}`) ?? "";
    const login = await parts.presentNonce(post, nonce);
    return await goOn({ status: login.status, login }, parts);
  } catch (error) {
    const [code, status] = [property(error, "code"), property(error, "status")];
    const outcome = OUTCOMES[String(code)];
    if (outcome === undefined) return withoutCore(typeof status === "number" ? status : 400, String(code ?? "proxy_rejected"), {});
    // After a 404 the same post would be answered with 404 again.
    return goOn(outcome === "not_found" ? { status: outcome } : { status: outcome, again: again(nonce) }, parts);
  }
}

/** Sends the shopper to the page that the merchant's function names. */
async function goOn(outcome: PlainReturn, { after, warn }: PlainReturnParts): Promise<Response> {
  let path: unknown;
  try {
    path = await after(outcome);
  } catch {
    warn("afterPlainReturn: it threw an error; the shopper goes to /");
    path = "/";
  }
  const isOwn = typeof path === "string" && OWN_PATH.test(path);
  if (!isOwn) warn("afterPlainReturn: not a path of the shop; expected one such as /checkout; the shopper goes to /");
  return seeOther(isOwn ? String(path) : "/");
}

/** Makes the page, whose form posts the nonce. */
function page(nonce: string, accepted: string | null): Response {
  const language = languageOf(accepted);
  const form = `<form method="post"><input type="hidden" name="ivy" value="${nonce}"><button>${continueIn(language)}</button></form>`;
  const head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">';
  return formPage(`<!doctype html><html lang="${language}">${head}<title>${continueIn(language)}</title><main>${form}</main></html>`);
}
