// The shop's own routes: the pages, the sign-in, the payment, and the checkout without JavaScript. The proxy has the routes
// for the bank.

import { randomBytes } from "node:crypto";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import { routePath } from "hono/route";
import { isIvyError } from "../../../pkg/inline.js";
import { returnNonce } from "../../../pkg/proxy.js";
import { customers } from "./customers.js";
import { log } from "./log.js";
import { PERMISSION, errorPage, loginPage, maskedIban, paidPage, returnedPage, signInFirstPage } from "./no-js.js";
import { fillCheckout } from "./page.js";

/** The largest request body of the shop's own routes, in bytes. */
const MAX_BODY = 16 * 1024;

/** Forbids every cache to store a response to one customer. */
const NO_STORE = { "cache-control": "no-store" };

/** The headers of pages. With `no-referrer` a browser sends forms with `Origin: null`, which the shop refuses. */
const PAGE_HEADERS = { ...NO_STORE, "referrer-policy": "same-origin" };

/** Returns the app with all routes. `folders` holds the paths of the page, the package and, optionally, the docs. */
export function makeShop({ proxy, signIns, pages, folders, loginEnvironment }) {
  const shop = new Hono();
  const show = (context, page, status = 200) => context.html(page, status, PAGE_HEADERS);
  const redirect = (context, path) => context.body(null, 303, { ...NO_STORE, location: path });

  /** Returns an error: as a page for a person or, for a script, in the form of the proxy: `{"code", "requestId"}`. */
  const refuse = (context, { status = 503, code = "proxy_unavailable", retryAfter }, asPage = false) => {
    const requestId = randomBytes(8).toString("hex");
    log("INFO", "refused", { request_id: requestId, status, code });
    if (asPage) return show(context, errorPage(status, code), status);
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

  shop.post("*", bodyLimit({ maxSize: MAX_BODY }));

  /** Runs a handler. Returns the error response if the proxy refuses the request, and throws any other error. */
  const unlessRefused = async (context, asPage, handler) => {
    try {
      return await handler();
    } catch (error) {
      if (!isIvyError(error)) throw error;
      return refuse(context, error, asPage);
    }
  };

  /**
   * Adds a route for posts of the shop's own forms. `handler` gets the checked post and the fields of the form, which are texts.
   * A post of another site is refused, also with the cookies of a customer, and so is a form with a field twice.
   */
  const onForm = (path, handler) =>
    shop.post(path, (context) =>
      unlessRefused(context, true, async () => {
        const post = await proxy.checkFormPost(context.req.raw);
        const fields = await context.req.parseBody({ all: true });
        return Object.values(fields).every((value) => typeof value === "string") ? handler(context, post, fields) : malformed(context);
      }),
    );

  /** Returns the checkout page for the customer who is signed in, or for a guest. */
  async function checkout(context, expect) {
    const customer = await signIns.customer(context.req.raw);
    // If the proxy's table cannot be read, the page looks for a past login on the click instead.
    const known = customer && !expect && (await proxy.hasReleased(context.req.raw).catch(() => false));
    return show(context, fillCheckout(pages.checkout, customer, expect ?? (known ? "recall" : "nothing"), loginEnvironment));
  }
  shop.get("/", (context) => checkout(context));
  shop.get("/return", (context) => checkout(context, "return"));
  shop.get("/element", (context) => show(context, pages.element));
  // The raw files are a template, and a page with another path.
  shop.get("/index.html", (context) => context.redirect("/", 308));
  shop.get("/element.html", (context) => context.redirect("/element", 308));

  /** Ends the guest of this browser, and sets or removes the cookie of the sign-in. */
  const changeSignIn = async (context, cookie) => {
    context.header("set-cookie", await proxy.endGuest(context.req.raw));
    context.header("set-cookie", await cookie(), { append: true });
  };
  // Signs in without a password: the button of the demo names the customer. `ivy` is the nonce of a login that returned while
  // nobody was signed in.
  onForm("/shop/sign-in", async (context, _, { customer, ivy }) => {
    if (!Object.hasOwn(customers, customer)) return malformed(context);
    await changeSignIn(context, () => signIns.start(context.req.raw, customers[customer]));
    return redirect(context, typeof ivy === "string" ? `/plain/return?${new URLSearchParams({ ivy })}` : "/");
  });
  onForm("/shop/sign-out", async (context) => {
    await changeSignIn(context, () => signIns.end(context.req.raw));
    return redirect(context, "/");
  });
  shop.get("/shop/me", async (context) => {
    const { id, name, email } = (await signIns.customer(context.req.raw)) ?? {};
    return context.json({ customer: id ? { id, name, email } : null, loginEnvironment }, 200, NO_STORE);
  });

  // The page sends the chosen account only: no name, no IBAN, no amount. The proxy fetches the session from Ivy again, and
  // releases the account only to its own customer. A real shop would start its payment from that account.
  const use = ({ req }, { sessionId, handle }) => proxy.releaseAccount(req.raw, { sessionId, handle, wanted: { required: [PERMISSION] } });
  shop.post("/shop/pay", (context, next) => {
    if (isForm(context)) return next();
    return unlessRefused(context, false, async () => {
      await proxy.checkJsonPost(context.req.raw);
      const choice = await context.req.json().catch(() => null);
      if (!isChoice(choice)) return malformed(context);
      const { session, account } = await use(context, choice);
      const { bankName = "", identity } = session.data ?? {};
      const paidFrom = { bank: bankName, iban: maskedIban(account), holder: identity?.name ?? "" };
      return context.json({ paid: true, account: paidFrom }, 200, NO_STORE);
    });
  });
  onForm("/shop/pay", async (context, _, choice) => {
    if (!isChoice(choice)) return malformed(context);
    await use(context, choice);
    return redirect(context, "/plain/paid");
  });

  // The return from the bank. Parameters of the URL other than the nonce are ignored. A URL with two nonces is refused.
  shop.get("/plain/return", (context) => {
    const nonce = returnNonce(context.req.url);
    if (nonce) return show(context, returnedPage(nonce));
    return context.req.query("ivy") === undefined ? redirect(context, "/") : refuse(context, { status: 404, code: "not_found" }, true);
  });
  onForm("/plain/done", async (context, post, fields) => {
    const { ivy, reference } = fields;
    if (Object.keys(fields).length !== 1 || typeof (ivy ?? reference) !== "string") return malformed(context);
    try {
      return show(context, loginPage(await (ivy ? proxy.presentNonce(post, ivy) : proxy.login(post, reference ?? ""))));
    } catch (error) {
      if (error.status !== 401 || !ivy) throw error;
      return show(context, signInFirstPage(ivy), 401);
    }
  });
  // A GET is a bookmark or a reload. The URL does not contain the result.
  shop.get("/plain/done", (context) => redirect(context, "/"));
  shop.get("/plain/paid", (context) => show(context, paidPage()));

  // Files are compressed, because they are the same for everybody. The length of another response would reveal its content.
  const below = (prefix, root) => serveStatic({ root, rewriteRequestPath: (path) => path.slice(prefix.length) });
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

/** Returns true if a body names an account and has no other members. */
const isChoice = (body) =>
  Object.keys(body ?? {}).sort().join() === "handle,sessionId" && Object.values(body).every((value) => typeof value === "string");
