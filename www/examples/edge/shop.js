// A shop's back end with Hono, for runtimes that speak Request and Response: a sign-in, Ivy's merchant proxy under /api/ivy, and
// one payment.

import { Hono } from "hono";
import { getIronSession } from "iron-session";
import { createProxy } from "ivy-data-session/proxy";

// Stands in for your table of customers. An id never changes and is never used for another customer.
const customers = {
  ada: { customerId: "cus_ada", email: "ada@example.com", emailVerifiedAt: new Date("2026-01-05") },
  ben: { customerId: "cus_ben", email: "ben@example.com", emailVerifiedAt: new Date("2026-01-05") },
};

/**
 * Makes the shop. Returns its `fetch` and the proxy.
 *
 * @param environment the variables of the program
 * @param options further options of `createProxy`, with the store
 * @param addressOf returns the shopper's address, on a runtime that has it
 */
export function makeShop(environment, options, addressOf = () => undefined) {
  const { ORIGIN, SESSION_PASSWORD } = environment;
  // Stands in for your sign-in: an encrypted cookie, HttpOnly and SameSite=Lax.
  const cookie = { cookieName: "shop", password: SESSION_PASSWORD, cookieOptions: { secure: ORIGIN.startsWith("https:") } };
  const session = (request, response = new Response()) => getIronSession(request, response, cookie);

  const proxy = createProxy({
    apiKey: environment.IVY_API_KEY,
    apiUrl: environment.IVY_API_URL,
    webhookSecret: environment.IVY_SIGNING_SECRET,
    tableSecret: environment.IVY_TABLE_SECRET,
    origins: [ORIGIN],
    identify: async (request) => customers[(await session(request)).customer] ?? null,
    ...options,
  });

  const app = new Hono();

  app.all("/api/ivy/*", (context) => proxy(context.req.raw, { address: addressOf(context) }));

  // Refuses posts of other sites. Otherwise such a post could sign your customer in as another person.
  app.post("/sign-in", async (context) => {
    await proxy.checkFormPost(context.req.raw);
    const response = new Response(null, { status: 303, headers: { location: "/" } });
    const mine = await session(context.req.raw, response);
    mine.customer = (await context.req.parseBody()).customer;
    await mine.save();
    // Ends the guest of this browser, so that the customer gets none of the guest's data. A sign-out does the same.
    response.headers.append("set-cookie", await proxy.endGuest(context.req.raw));
    return response;
  });

  // The page sends the chosen account only. The proxy fetches it from Ivy again, for the customer who is signed in.
  app.post("/pay", async (context) => {
    await proxy.checkJsonPost(context.req.raw);
    const { sessionId, handle } = await context.req.json();
    const { session } = await proxy.releaseAccount(context.req.raw, { sessionId, handle, wanted: { required: ["identity"] } });
    return context.json({ paid: true, bank: session.data.bankName }); // here your payment starts, from the account
  });

  // An error of the proxy has a status and a code: 401 unauthorized, 403 forbidden, 404 not_found or account_gone.
  app.onError((error, context) => context.json({ code: error.code }, error.status ?? 400));

  return { fetch: app.fetch, proxy };
}
