// Tests of the return page for browsers without scripts, which the proxy serves if `afterPlainReturn` is set.

import assert from "node:assert/strict";
import { test } from "node:test";
import "../shared/typescript.mjs";

const { plainReturn } = await import("../../pkg/src/proxy/plain-return.ts");
const { checkOptions } = await import("../../pkg/src/proxy/options/check-options.ts");

const nonce = "n".repeat(43);
const url = "https://shop.example/plain/return";

/** Makes a proxy whose functions reject with the codes, and records what they get. */
function parts({ check, present, after = () => "/checkout" } = {}) {
  const calls = [];
  const fail = (code, status) => Promise.reject(Object.assign(new Error("secret"), { code, status }));
  return {
    calls,
    checkFormPost: async (request) => (calls.push("check"), check ? fail(...check) : { request }),
    presentNonce: async (post, nonce) => (calls.push(nonce), present ? fail(...present) : { referenceId: "r", status: "complete" }),
    after: (outcome) => (calls.push(outcome), after(outcome)),
    warn: (message) => calls.push(message),
  };
}

const open = (query, headers = {}, method = "GET") => new Request(url + query, { headers, method });
const post = (body) => new Request(url, { method: "POST", body, headers: { "content-type": "application/x-www-form-urlencoded" } });

test("opening the page changes nothing, and shows a form with the nonce", async () => {
  for (const query of [`?ivy=${nonce}`, `?ivy=${nonce}?status=success`, `?a=b&amp;ivy=${nonce}`]) {
    const asked = parts();
    const page = await plainReturn(open(query), asked);
    const html = await page.text();
    assert.deepEqual([page.status, asked.calls], [200, []]);
    assert.ok(html.includes(`<form method="post"><input type="hidden" name="ivy" value="${nonce}">`), html);
    const headers = { "content-type": "text/html; charset=utf-8", "cache-control": "no-store", "referrer-policy": "same-origin", "x-content-type-options": "nosniff" };
    for (const [name, value] of Object.entries(headers)) assert.equal(page.headers.get(name), value);
    assert.match(page.headers.get("content-security-policy"), /default-src 'none'.*frame-ancestors 'none'.*form-action 'self'/);
  }
});

test("a URL without a nonce leads on, and nothing of it is in the page", async () => {
  for (const query of ["", "?ivy=", "?ivy=<script>", `?ivy=${nonce}&ivy=${"m".repeat(43)}`, "?ivy=%22%3E"]) {
    const asked = parts();
    const answer = await plainReturn(open(query), asked);
    assert.deepEqual([answer.status, answer.headers.get("location"), asked.calls], [303, "/checkout", [{ status: "not_found" }]], query);
  }
});

test("the button is in a language of the browser", async () => {
  const rows = { "de-AT,de;q=0.9,en;q=0.5": ["de", "Weiter"], "xx, FR-ca": ["fr", "Continuer"], "*": ["en", "Continue"], "": ["en", "Continue"], "constructor, __proto__": ["en", "Continue"], "sk;q=1": ["sk", "Pokračovať"], "pt-BR": ["pt", "Continuar"], "fil-PH": ["en", "Continue"] };
  for (const [accepted, [language, button]] of Object.entries(rows)) {
    const html = await (await plainReturn(open(`?ivy=${nonce}`, { "accept-language": accepted }), parts())).text();
    assert.ok(html.includes(`<html lang="${language}">`) && html.includes(`<button>${button}</button>`), html);
  }
});

test("a post presents the nonce, and the shop is told the outcome", async () => {
  const again = `/plain/return?ivy=${nonce}`;
  const rows = [
    [undefined, { status: "complete", login: { referenceId: "r", status: "complete" } }],
    [["unauthorized", 401], { status: "unauthorized", again }],
    [["not_found", 404], { status: "not_found" }],
    [["proxy_unavailable", 503], { status: "unavailable", again }],
  ];
  for (const [present, outcome] of rows) {
    const asked = parts({ present });
    const answer = await plainReturn(post(`ivy=${nonce}`), asked);
    assert.deepEqual([answer.status, answer.headers.get("location"), answer.headers.get("cache-control")], [303, "/checkout", "no-store"]);
    assert.deepEqual(asked.calls, ["check", nonce, outcome]);
  }
});

test("a post of another site, or one over a limit, is refused", async () => {
  for (const [code, status] of [["forbidden", 403], ["misconfigured", 415]]) {
    const asked = parts({ check: [code, status] });
    const answer = await plainReturn(post(`ivy=${nonce}`), asked);
    assert.deepEqual([answer.status, (await answer.json()).code, asked.calls], [status, code, ["check"]]);
  }
  const limited = await plainReturn(post(`ivy=${nonce}`), parts({ present: ["rate_limited", 429] }));
  assert.deepEqual([limited.status, (await limited.json()).code], [429, "rate_limited"]);
  const long = parts();
  const answer = await plainReturn(post("x".repeat(5000)), long);
  assert.deepEqual([answer.status, (await answer.json()).code, long.calls], [400, "proxy_rejected", ["check"]]);
  for (const method of ["PUT", "DELETE", "OPTIONS"]) assert.equal((await plainReturn(open(`?ivy=${nonce}`, {}, method), parts())).status, 405);
});

test("the shop's function leads to the shop alone", async () => {
  const broken = () => {
    throw new Error("secret");
  };
  for (const path of ["https://evil.example/", "//evil.example/", "/\\evil.example", "checkout", "", undefined, broken]) {
    const asked = parts({ after: typeof path === "function" ? path : () => path });
    const answer = await plainReturn(post(`ivy=${nonce}`), asked);
    assert.equal(answer.headers.get("location"), "/");
    const warned = asked.calls.at(-1);
    assert.match(warned, /^afterPlainReturn: .*the shopper goes to \/$/);
    assert.doesNotMatch(warned, /evil|secret/);
  }
  assert.equal((await plainReturn(post(`ivy=${nonce}`), parts({ after: async () => "/a?b=c" }))).headers.get("location"), "/a?b=c");
});

test("the pages are those of the options, each path once", () => {
  const common = { apiKey: "k", apiUrl: "https://api.sand.getivy.de", webhookSecret: "w".repeat(16), tableSecret: "t", origins: ["https://shop.example"], identify: () => null };
  const rows = [
    [{}, ["/plain/return"]],
    [{ callbackUrls: { plainReturn: "https://shop.example/back/" } }, ["/back"]],
    [{ returnUrls: { "https://shop.test": {} } }, ["/plain/return"]],
    [{ callbackUrls: { plainReturn: "https://shop.example/back?a=b" }, returnUrls: { "https://shop.test": {}, "https://shop.org": { plainReturn: "https://shop.org/zurück" } } }, ["/back", "/plain/return", "/zur%C3%BCck"]],
  ];
  for (const [options, paths] of rows) assert.deepEqual(checkOptions({ ...common, ...options }, {}).plainReturnPaths, paths);
  assert.throws(() => checkOptions({ ...common, afterPlainReturn: "/checkout" }, {}), { message: "afterPlainReturn is a string; expected a function" });
});
