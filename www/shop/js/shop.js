// The shop's own routes: the pages, signing in and out, paying, the way without scripts. What the bank has to do with it,
// the proxy does.

import { randomBytes } from "node:crypto";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import { routePath } from "hono/route";
import { customers } from "./customers.js";
import { log } from "./log.js";
import { fillCheckout } from "./page.js";
import { PERMISSION, loginPage, maskedIban, paidPage, refusalPage } from "./plain.js";

/** The largest body that the shop's own routes read, in bytes. */
const MAX_BODY = 16 * 1024;

const NO_STORE = { "cache-control": "no-store" };

/** Pages are stored nowhere. With `no-referrer` a browser would send their forms with `Origin: null`, and those are refused. */
const PAGE = { ...NO_STORE, "referrer-policy": "same-origin" };

/** Makes the routes. `origin` is where browsers reach the shop; `folders` has the page, the package and maybe the docs. */
export function makeShop({ proxy, signIns, pages, origin, folders, loginEnvironment }) {
  const shop = new Hono();
  const show = (context, page, status = 200) => context.html(page, status, PAGE);
  const go = (context, place) => context.body(null, 303, { ...NO_STORE, location: place });

  /** A refusal, as a page for people or, for scripts, in the proxy's own form: `{"code", "requestId"}`. */
  const refuse = (context, { status = 503, code = "proxy_unavailable", retryAfter }, asPage = false) => {
    const requestId = randomBytes(8).toString("hex");
    log("INFO", "refused", { request_id: requestId, status, code });
    if (asPage) return show(context, refusalPage(status), status);
    if (retryAfter) context.header("retry-after", String(retryAfter));
    return context.json({ code, requestId }, status, { ...NO_STORE, "ivy-request-id": requestId });
  };
  const malformed = (context) => refuse(context, { status: 400, code: "proxy_rejected" });

  shop.use(async (context, next) => {
    const started = performance.now();
    await next();
    const milliseconds = Math.round(performance.now() - started);
    log("INFO", "answered", { method: context.req.method, route: routePath(context, -1), status: context.res.status, milliseconds });
  });

  // What no page of this shop sent is refused, whatever cookies come along.
  shop.on("POST", "*", bodyLimit({ maxSize: MAX_BODY }), async (context, next) => {
    const site = context.req.header("sec-fetch-site") ?? "same-origin";
    const isOwn = context.req.header("origin") === origin && ["same-origin", "same-site"].includes(site);
    if (!isOwn) return refuse(context, { status: 403, code: "forbidden" }, isForm(context));
    return next();
  });

  async function checkout(context, expect) {
    const customer = await signIns.customer(context.req.raw);
    // Where the proxy's table cannot be asked, the page asks on the click instead.
    const known = customer && !expect && (await proxy.hasReleased(context.req.raw).catch(() => false));
    return show(context, fillCheckout(pages.checkout, customer, expect ?? (known ? "recall" : "nothing"), loginEnvironment));
  }
  shop.get("/", (context) => checkout(context));
  shop.get("/return", (context) => checkout(context, "return"));
  shop.get("/element", (context) => show(context, pages.element));
  // The raw files are a template and a page with an address of its own.
  shop.get("/index.html", (context) => context.redirect("/", 308));
  shop.get("/element.html", (context) => context.redirect("/element", 308));

  // The demo asks for no password: the button names the customer.
  shop.post("/shop/sign-in", async (context) => {
    const { customer } = isForm(context) ? await context.req.parseBody() : {};
    if (!Object.hasOwn(customers, customer)) return malformed(context);
    context.header("set-cookie", await signIns.start(context.req.raw, customers[customer]));
    return go(context, "/");
  });
  shop.post("/shop/sign-out", async (context) => {
    context.header("set-cookie", await signIns.end(context.req.raw));
    return go(context, "/");
  });
  shop.get("/shop/me", async (context) => {
    const { id, name, email } = (await signIns.customer(context.req.raw)) ?? {};
    return context.json({ customer: id ? { id, name, email } : null, loginEnvironment }, 200, NO_STORE);
  });

  // The page says which account, and nothing else: no name, no IBAN, no amount comes from it. What counts is what the proxy
  // releases to this customer now, fetched again from Ivy. A real shop would start its payment from that account.
  shop.post("/shop/pay", async (context) => {
    const isPlain = isForm(context);
    if (!isPlain && context.req.header("ivy-client") !== "1") return refuse(context, { status: 403, code: "forbidden" });
    const choice = await readChoice(context, isPlain);
    if (!choice) return malformed(context);
    try {
      const { session, account } = await proxy.releaseAccount(context.req.raw, { ...choice, wanted: { required: [PERMISSION] } });
      if (isPlain) return go(context, "/plain/paid");
      const { bankName = "", identity } = session.data ?? {};
      const used = { bank: bankName, iban: maskedIban(account), holder: identity?.name ?? "" };
      return context.json({ paid: true, account: used }, 200, NO_STORE);
    } catch (error) {
      return refuse(context, error, isPlain);
    }
  });

  // Back from the bank: presents the nonce of the address at once and leaves it behind, so that it stands in no address bar.
  // What the address says about the outcome counts for nothing.
  shop.get("/plain/return", async (context) => {
    const nonce = context.req.query("ivy");
    if (!nonce) return go(context, "/");
    try {
      const { referenceId } = await proxy.presentNonce(context.req.raw, nonce);
      return go(context, `/plain/done?${new URLSearchParams({ reference: referenceId })}`);
    } catch (error) {
      return refuse(context, error, true);
    }
  });
  shop.get("/plain/done", async (context) => {
    try {
      return show(context, await loginPage(await proxy.login(context.req.raw, context.req.query("reference") ?? "")));
    } catch (error) {
      return refuse(context, error, true);
    }
  });
  shop.get("/plain/paid", (context) => show(context, paidPage()));

  // Files are the same for everybody, so that they may be compressed: the length of an answer would tell of its content.
  const below = (place, root) => serveStatic({ root, rewriteRequestPath: (path) => path.slice(place.length) });
  shop.get("/package/*", compress(), below("/package", folders.package));
  if (folders.docs) {
    shop.get("/docs", (context) => context.redirect("/docs/", 308));
    shop.get("/docs/*", compress(), below("/docs", folders.docs));
  }
  shop.get("*", compress(), serveStatic({ root: folders.page }));

  shop.onError((error, context) => {
    log("ERROR", "the request cannot be answered", { kind: error.name });
    return refuse(context, {}, true);
  });
  return shop;
}

const isForm = (context) => /^application\/x-www-form-urlencoded\b/i.test(context.req.header("content-type") ?? "");

/** Which account: `{sessionId, accountIndex}`, or nothing where the body is something else. */
async function readChoice({ req }, isPlain) {
  const isJson = /^application\/json\b/i.test(req.header("content-type") ?? "");
  if (!isPlain && !isJson) return undefined;
  const { sessionId, accountIndex: index } = (await (isPlain ? req.parseBody() : req.json()).catch(() => null)) ?? {};
  const accountIndex = isPlain && /^\d+$/.test(index) ? Number(index) : index;
  return typeof sessionId === "string" && Number.isSafeInteger(accountIndex) && accountIndex >= 0 ? { sessionId, accountIndex } : undefined;
}
