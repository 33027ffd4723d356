// A shop's back end on Express that renders the remembered account into its page: a sign-in, Ivy's merchant proxy under /api/ivy,
// the page, and one payment for scripts and for forms.

import express from "express";
import { getIronSession } from "iron-session";
import { createProxy, returnNonce, setServerTimeouts, sqliteStore, toNodeListener } from "ivy-data-session/proxy";
import { checkoutPage, REQUEST } from "./template.js";

const { ORIGIN, PORT, SESSION_PASSWORD, LOGIN_ORIGINS } = process.env;

// Stands in for your table of customers. An id never changes and is never used for another customer.
const customers = {
  ada: { customerId: "cus_ada", email: "ada@example.com", emailVerifiedAt: new Date("2026-01-05") },
  ben: { customerId: "cus_ben", email: "ben@example.com", emailVerifiedAt: new Date("2026-01-05") },
};

// Stands in for your sign-in: an encrypted cookie, HttpOnly and SameSite=Lax.
const cookie = { cookieName: "shop", password: SESSION_PASSWORD, cookieOptions: { secure: ORIGIN.startsWith("https:") } };
const session = (request, response = new Response()) => getIronSession(request, response, cookie);

const proxy = createProxy({
  apiKey: process.env.IVY_API_KEY,
  apiUrl: process.env.IVY_API_URL,
  webhookSecret: process.env.IVY_SIGNING_SECRET,
  tableSecret: process.env.IVY_TABLE_SECRET,
  origins: [ORIGIN],
  callbackUrls: { return: `${ORIGIN}/` },
  store: sqliteStore("ivy.sqlite"),
  identify: async (request) => customers[(await session(request)).customer] ?? null,
});

const app = express();
app.use((request, response, next) => {
  response.set({
    "content-security-policy": `default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'; base-uri 'none'; form-action 'self' ${LOGIN_ORIGINS}`,
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
  });
  next();
});

// Comes before all middleware that reads bodies.
app.use(toNodeListener(proxy));

/** Converts a request for the proxy's methods, which read the headers only. */
const toRequest = ({ method, headers }) => new Request(ORIGIN, { method, headers });

// The page. It is sent without the account if Ivy takes longer than 300 ms; its client then asks the proxy.
app.get("/", async (request, response) => {
  const recalled = await proxy.recall(toRequest(request), REQUEST);
  response.set(recalled.headers).send(checkoutPage(recalled));
});

app.use(express.static("page"));
app.use("/ivy", express.static("node_modules/ivy-data-session"));

// Refuses posts of other sites. Otherwise such a post could sign your customer in as another person.
app.post("/sign-in", express.urlencoded(), async (request, response) => {
  await proxy.checkFormPost(toRequest(request));
  const mine = await session(request, response);
  mine.customer = request.body.customer;
  await mine.save();
  // Ends the guest of this browser, so that the customer gets none of the guest's data. A sign-out does the same.
  response.append("set-cookie", await proxy.endGuest(toRequest(request)));
  response.redirect(303, "/");
});

/** Pays from the chosen account. The proxy fetches it from Ivy again, for the customer who is signed in. */
async function pay(request) {
  const { sessionId, handle } = request.body ?? {};
  const { session } = await proxy.releaseAccount(toRequest(request), { sessionId, handle, wanted: { required: ["identity"] } });
  return { paid: true, bank: session.data.bankName }; // here your payment starts, from the account
}

app.post("/pay", express.json(), async (request, response) => {
  await proxy.checkJsonPost(toRequest(request));
  response.json(await pay(request));
});

// The payment where no script runs.
app.post("/plain/pay", express.urlencoded(), async (request, response) => {
  await proxy.checkFormPost(toRequest(request));
  await pay(request);
  response.redirect(303, "/plain/paid");
});
app.get("/plain/paid", (request, response) => {
  response.send('<!doctype html><html lang="en"><title>Paid</title><p>Thank you, your order is paid.</p></html>');
});

// The return from a bank login that began without JavaScript. Opening the URL changes nothing; the form's post does.
app.get("/plain/return", (request, response) => {
  const nonce = returnNonce(request.url) ?? "";
  const form = `<form action="/plain/return" method="post"><input type="hidden" name="ivy" value="${nonce}"><button>Continue</button></form>`;
  response.send(`<!doctype html><html lang="en"><title>Back from your bank</title>${form}</html>`);
});
app.post("/plain/return", express.urlencoded(), async (request, response) => {
  await proxy.presentNonce(await proxy.checkFormPost(toRequest(request)), request.body.ivy);
  response.redirect(303, "/");
});

// An error of the proxy has a status and a code: 401 unauthorized, 403 forbidden, 404 not_found or account_gone.
app.use((error, request, response, next) => response.status(error.status ?? 400).json({ code: error.code }));

await proxy.checkListPath();
// Closes the connections of slow and silent clients.
setServerTimeouts(app.listen(PORT, () => console.log(`shop: listening on ${ORIGIN}`)));
