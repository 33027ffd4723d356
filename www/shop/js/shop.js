// The shop's own routes: the pages, signing in and out, paying, the way without scripts. What the bank has to do with it,
// the proxy does.

import { randomBytes } from "node:crypto";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import { routePath } from "hono/route";
import { isIvyError } from "../../../pkg/inline.js";
import { customers } from "./customers.js";
import { log } from "./log.js";
import { fillCheckout } from "./page.js";
import { PERMISSION, loginPage, maskedIban, paidPage, refusalPage, returnedPage, signInFirstPage } from "./plain.js";

/** The largest body that the shop's own routes read, in bytes. */
const MAX_BODY = 16 * 1024;

const NO_STORE = { "cache-control": "no-store" };

/** Pages are stored nowhere. With `no-referrer` a browser would send their forms with `Origin: null`, and those are refused. */
const PAGE = { ...NO_STORE, "referrer-policy": "same-origin" };

/** Makes the routes. `folders` has the page, the package and maybe the docs. */
export function makeShop({ proxy, signIns, pages, folders, loginEnvironment }) {
  const shop = new Hono();
  const show = (context, page, status = 200) => context.html(page, status, PAGE);
  const go = (context, place) => context.body(null, 303, { ...NO_STORE, location: place });

  /** A refusal, as a page for people or, for scripts, in the proxy's own form: `{"code", "requestId"}`. */
  const refuse = (context, { status = 503, code = "proxy_unavailable", retryAfter }, asPage = false) => {
    const requestId = randomBytes(8).toString("hex");
    log("INFO", "refused", { request_id: requestId, status, code });
    if (asPage) return show(context, refusalPage(status, code), status);
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

  /** Runs `answer`. What the proxy refuses is a refusal; any other error is a fault. */
  const unlessRefused = async (context, asPage, answer) => {
    try {
      return await answer();
    } catch (error) {
      if (!isIvyError(error)) throw error;
      return refuse(context, error, asPage);
    }
  };

  /**
   * Answers posts of the shop's own forms: `answer` gets the checked post and the form's fields. A post that no page of this shop
   * sent is refused, whatever cookies come along.
   */
  const onForm = (path, answer) =>
    shop.post(path, (context) =>
      unlessRefused(context, true, async () => {
        const post = await proxy.checkFormPost(context.req.raw);
        return answer(context, post, await context.req.parseBody());
      }),
    );

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

  /** Ends the guest who used this browser before, and sets the cookie of the sign-in that comes or goes. */
  const changeSignIn = async (context, cookie) => {
    context.header("set-cookie", await proxy.endGuest(context.req.raw));
    context.header("set-cookie", await cookie(), { append: true });
  };
  // The demo asks for no password: the button names the customer. `ivy` is the nonce of a login that came back before.
  onForm("/shop/sign-in", async (context, _, { customer, ivy }) => {
    if (!Object.hasOwn(customers, customer)) return malformed(context);
    await changeSignIn(context, () => signIns.start(context.req.raw, customers[customer]));
    return go(context, typeof ivy === "string" ? `/plain/return?${new URLSearchParams({ ivy })}` : "/");
  });
  onForm("/shop/sign-out", async (context) => {
    await changeSignIn(context, () => signIns.end(context.req.raw));
    return go(context, "/");
  });
  shop.get("/shop/me", async (context) => {
    const { id, name, email } = (await signIns.customer(context.req.raw)) ?? {};
    return context.json({ customer: id ? { id, name, email } : null, loginEnvironment }, 200, NO_STORE);
  });

  // The page says which account, and nothing else: no name, no IBAN, no amount comes from it. What counts is what the proxy
  // releases to this customer now, fetched again from Ivy. A real shop would start its payment from that account.
  const use = ({ req }, { sessionId, handle }) => proxy.releaseAccount(req.raw, { sessionId, handle, wanted: { required: [PERMISSION] } });
  shop.post("/shop/pay", (context, next) => {
    if (isForm(context)) return next();
    return unlessRefused(context, false, async () => {
      await proxy.checkJsonPost(context.req.raw);
      const choice = await context.req.json().catch(() => null);
      if (!isChoice(choice)) return malformed(context);
      const { session, account } = await use(context, choice);
      const { bankName = "", identity } = session.data ?? {};
      const used = { bank: bankName, iban: maskedIban(account), holder: identity?.name ?? "" };
      return context.json({ paid: true, account: used }, 200, NO_STORE);
    });
  });
  onForm("/shop/pay", async (context, _, choice) => {
    if (!isChoice(choice)) return malformed(context);
    await use(context, choice);
    return go(context, "/plain/paid");
  });

  // Back from the bank. What the address says about the outcome counts for nothing.
  shop.get("/plain/return", (context) => {
    const nonce = context.req.query("ivy");
    return nonce === undefined ? go(context, "/") : show(context, returnedPage(nonce));
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
  // An address that somebody kept or reloads: the result is not in it.
  shop.get("/plain/done", (context) => go(context, "/"));
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

/** Whether a body names an account, and says nothing else. */
const isChoice = (body) =>
  Object.keys(body ?? {}).sort().join() === "handle,sessionId" && Object.values(body).every((value) => typeof value === "string");
