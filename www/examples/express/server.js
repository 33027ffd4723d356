// A shop's back end on Express: a sign-in, Ivy's merchant proxy under /api/ivy, and one payment.

import express from "express";
import { getIronSession } from "iron-session";
import { createProxy, sqliteStore, toNodeListener } from "ivy-data-session/proxy";

const { ORIGIN, PORT, SESSION_PASSWORD, LOGIN_ORIGINS } = process.env;

// Stands in for your table of customers. An id never changes and is never given to another.
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

// Before anything that reads bodies.
app.use(toNodeListener(proxy));

app.use(express.static("page"));
app.use("/ivy", express.static("node_modules/ivy-data-session"));

app.post("/sign-in", express.urlencoded(), async (request, response) => {
  const mine = await session(request, response);
  mine.customer = request.body.customer;
  await mine.save();
  response.redirect(303, "/");
});

/** What the proxy's methods take: they look at the cookies. */
const asked = ({ headers: { cookie = "" } }) => new Request(ORIGIN, { headers: { cookie } });

// The page says which account, and nothing else. It is fetched again from Ivy, for whoever is signed in.
app.post("/pay", express.json(), async (request, response) => {
  const { sessionId, accountIndex } = request.body ?? {};
  try {
    const { session } = await proxy.releaseAccount(asked(request), { sessionId, accountIndex, wanted: { required: ["identity"] } });
    response.json({ paid: true, bank: session.data.bankName }); // here your payment starts, from the account
  } catch (error) {
    response.status(error.status ?? 400).json({ code: error.code });
  }
});

// Back from a bank login that began without scripts.
app.get("/plain/return", async (request, response) => {
  await proxy.presentNonce(asked(request), request.query.ivy).catch(() => {});
  response.redirect(303, "/");
});

await proxy.checkListPath();
app.listen(PORT, () => console.log(`shop: listening on ${ORIGIN}`));
