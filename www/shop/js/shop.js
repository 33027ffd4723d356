// The shop's own routes: the pages, the sign-in, the payment, and the checkout without JavaScript. The proxy has the routes
// for the bank.

import { randomBytes } from "node:crypto";
import { customers } from "./customers.js";
import { COOKIES, PATHS, designOf } from "./design.js";
import { fileResponse } from "./files.js";
import { TOO_LARGE } from "./http.js";
import { log } from "./log.js";
import { MARKET, PERMISSION, errorPage, loginPage, noPage, paidPage, returnedPage, signInFirstPage } from "./no-js.js";
import { fillCheckout } from "./page.js";

/** Forbids every cache to store a response to one customer. */
const NO_STORE = { "cache-control": "no-store" };

/** The headers of pages. With `no-referrer` a browser sends forms with `Origin: null`, which the shop refuses. */
const PAGE_HEADERS = { ...NO_STORE, vary: "Cookie", "referrer-policy": "same-origin", "content-type": "text/html; charset=utf-8" };

const show = (page, status = 200) => new Response(String(page), { status, headers: PAGE_HEADERS });
const redirect = (location, status = 303) => new Response(null, { status, headers: { ...NO_STORE, location } });
const json = (body, status = 200, headers = {}) => Response.json(body, { status, headers: { ...NO_STORE, ...headers } });

/** Returns an error: as a page for a person or, for a script, in the form of the proxy: `{"code", "requestId"}`. */
function refuse({ status = 503, code = "proxy_unavailable", retryAfter }, asPage) {
  const requestId = randomBytes(8).toString("hex");
  log("INFO", "refused", { request_id: requestId, status, code });
  if (asPage) return show(errorPage(status, code), status);
  return json({ code, requestId }, status, { "ivy-request-id": requestId, ...(retryAfter && { "retry-after": String(retryAfter) }) });
}

/** The documentation, for a shop that does not serve it. */
const DOCS = "https://github.com/getivy/ivy-data-session#readme";

const MALFORMED = { status: 400, code: "proxy_rejected" };

/**
 * Returns the function that answers a request, except the proxy's own ones. `ivy` has the functions of the package, `folders`
 * the paths of the page, the package and, optionally, the docs.
 */
export function makeShop({ ivy, proxy, signIns, pages, folders, loginEnvironment }) {
  const maskedIban = (account) => ivy.maskIban(account.identifier?.iban?.iban ?? "");

  /** Returns the checkout page for the customer who is signed in, or for a guest. */
  async function checkout(request, design, expect) {
    const customer = await signIns.customer(request);
    // If the proxy's table cannot be read, the page looks for a past login on the click instead.
    const known = customer && !expect && (await proxy.hasReleased(request).catch(() => false));
    const recalled = known && design === "element" ? await offered(request) : "";
    return show(fillCheckout(pages[design], customer, expect ?? (known ? "recall" : "nothing"), loginEnvironment, recalled));
  }

  /** Returns the account to offer in the page itself, as text for the element. It is empty if there is none in time: the page then asks. */
  const offered = (request) => proxy.recall(request, { permissions: [PERMISSION], market: MARKET }).then(({ initial }) => initial, () => "");

  /** Returns the handler that shows the checkout page in a design, which becomes the browser's. */
  const open = (design) => async (request) => {
    const page = await checkout(request, design);
    if (designOf(request) !== design) page.headers.append("set-cookie", COOKIES[design]);
    return page;
  };

  /**
   * Returns the handler of a post of the shop's own forms. `handler` gets the request, the checked post and the fields of the
   * form. A post of another site is refused, also with the cookies of a customer, and so is a form with a field twice.
   */
  const onForm = (handler) => async (request) => {
    const post = await proxy.checkFormPost(request);
    const pairs = [...new URLSearchParams(await request.text())];
    const fields = Object.fromEntries(pairs);
    return Object.keys(fields).length === pairs.length ? handler(request, post, fields) : refuse(MALFORMED, true);
  };

  /** Adds the end of this browser's guest to a change of the sign-in. */
  async function changeSignIn(request, cookie, location) {
    const response = redirect(location);
    response.headers.append("set-cookie", await proxy.endGuest(request));
    response.headers.append("set-cookie", await cookie());
    return response;
  }

  /** Signs in without a password: the button of the demo names the customer. `ivy` is the nonce of a login that returned early. */
  const signIn = onForm((request, _, { customer, ivy: nonce }) => {
    if (!Object.hasOwn(customers, customer)) return refuse(MALFORMED, true);
    const location = nonce ? `/plain/return?${new URLSearchParams({ ivy: nonce })}` : PATHS[designOf(request)];
    return changeSignIn(request, () => signIns.start(request, customers[customer]), location);
  });

  const signOut = onForm((request) => changeSignIn(request, () => signIns.end(request), PATHS[designOf(request)]));

  async function me(request) {
    const { id, name, email } = (await signIns.customer(request)) ?? {};
    return json({ customer: id ? { id, name, email } : null, loginEnvironment });
  }

  // The page sends the chosen account only: no name, no IBAN, no amount. The proxy fetches the session from Ivy again, and
  // releases the account only to its own customer. A real shop would start its payment from that account.
  const use = (request, { sessionId, handle }) => proxy.releaseAccount(request, { sessionId, handle, wanted: { required: [PERMISSION] } });

  const payByForm = onForm(async (request, _, choice) => {
    if (!isChoice(choice)) return refuse(MALFORMED, true);
    await use(request, choice);
    return redirect("/plain/paid");
  });

  async function pay(request) {
    if (isForm(request)) return payByForm(request);
    await proxy.checkJsonPost(request);
    const choice = await request.json().catch(() => null);
    if (!isChoice(choice)) return refuse(MALFORMED, false);
    const { session, account } = await use(request, choice);
    const { bankName = "", identity } = session.data ?? {};
    return json({ paid: true, account: { bank: bankName, iban: maskedIban(account), holder: identity?.name ?? "" } });
  }

  // The return from the bank. Parameters of the URL other than the nonce are ignored. A URL with two nonces is refused.
  function returned({ url }) {
    const nonce = ivy.returnNonce(url);
    if (nonce) return show(returnedPage(nonce));
    return new URL(url).searchParams.has("ivy") ? refuse({ status: 404, code: "not_found" }, true) : redirect("/");
  }

  const done = onForm(async (_, post, fields) => {
    const { ivy: nonce, reference } = fields;
    if (Object.keys(fields).length !== 1 || (nonce ?? reference) === undefined) return refuse(MALFORMED, true);
    try {
      return show(loginPage(await (nonce ? proxy.presentNonce(post, nonce) : proxy.login(post, reference ?? "")), maskedIban));
    } catch (error) {
      if (error.status !== 401 || !nonce) throw error;
      return show(signInFirstPage(nonce), 401);
    }
  });

  const routes = {
    [`GET ${PATHS.element}`]: open("element"),
    [`GET ${PATHS.own}`]: open("own"),
    // A bank login returns to the browser's design.
    "GET /return": (request) => checkout(request, designOf(request), "return"),
    // The former path of the page with the element.
    "GET /element": ({ url }) => redirect(`${PATHS.element}${new URL(url).search}`, 308),
    // The raw files are templates, and parts of them. `index.html` is a usual name of a first page.
    ...Object.fromEntries(["index", "element", "own-design", "header", "basket", "customer"].map((name) => [`GET /${name}.html`, () => redirect(PATHS.element, 308)])),
    "POST /shop/sign-in": signIn,
    "POST /shop/sign-out": signOut,
    "GET /shop/me": me,
    "POST /shop/pay": pay,
    "GET /plain/return": returned,
    "POST /plain/done": done,
    // A GET is a bookmark or a reload. The URL does not contain the result.
    "GET /plain/done": () => redirect("/"),
    "GET /plain/paid": () => show(paidPage()),
    ...(folders.docs ? { "GET /docs": () => redirect("/docs/", 308) } : { "GET /docs/": () => redirect(DOCS, 302) }),
  };

  async function file(request, pathname) {
    if (request.method !== "GET" && request.method !== "HEAD") return show(noPage(), 404);
    const [, prefix, name] = /^\/(package|docs)(\/.*)$/.exec(pathname) ?? [];
    const isOther = prefix && folders[prefix];
    return (await fileResponse(request, isOther ? folders[prefix] : folders.page, isOther ? name : pathname)) ?? show(noPage(), 404);
  }

  return async (request) => {
    if (request === TOO_LARGE) return new Response("the body is too large", { status: 413 });
    const started = performance.now();
    const { pathname } = new URL(request.url);
    const method = request.method === "HEAD" ? "GET" : request.method;
    const route = Object.hasOwn(routes, `${method} ${pathname}`) ? pathname : "file";
    const response = await answered(request, route === "file" ? () => file(request, pathname) : routes[`${method} ${pathname}`]);
    log("INFO", "answered", { method: request.method, route, status: response.status, milliseconds: Math.round(performance.now() - started) });
    return response;
  };

  /** Runs a handler. Returns the error response if the proxy refuses the request, or if the shop fails. */
  async function answered(request, handler) {
    try {
      return await handler(request);
    } catch (error) {
      const asPage = request.method !== "POST" || isForm(request);
      if (ivy.isIvyError(error)) return refuse(error, asPage);
      log("ERROR", "the request cannot be answered", { kind: error.name });
      return refuse({}, true);
    }
  }
}

const isForm = (request) => /^application\/x-www-form-urlencoded\b/i.test(request.headers.get("content-type") ?? "");

/** Returns true if a body names an account and has no other members. */
const isChoice = (body) =>
  Object.keys(body ?? {}).sort().join() === "handle,sessionId" && Object.values(body).every((value) => typeof value === "string");
