// The proxy of a shop, and the shop's own routes as one function, which every host serves below /shop.

import { createProxy, sqliteStore } from "ivy-data-session/proxy";

const customers = {
  ada: { customerId: "cus_ada", email: "ada@example.com", emailVerifiedAt: new Date("2026-01-05") },
  ben: { customerId: "cus_ben", email: "ben@example.com", emailVerifiedAt: new Date("2026-01-05") },
};

const make = () =>
  createProxy({
    apiKey: process.env.IVY_API_KEY,
    apiUrl: process.env.IVY_API_URL,
    webhookSecret: process.env.IVY_SIGNING_SECRET,
    tableSecret: process.env.IVY_TABLE_SECRET,
    origins: [process.env.ORIGIN],
    store: sqliteStore(process.env.DATABASE ?? "ivy.sqlite"),
    // Stands in for a sign-in. A real one has a cookie that nobody can make up.
    identify: ({ headers }) => customers[/customer=(\w+)/.exec(headers.get("cookie") ?? "")?.[1]] ?? null,
    afterPlainReturn: ({ status }) => `/shop/after-${status}`,
  });

let made;

/** Returns the proxy, which is created on the first request: a build needs no key. */
export const proxy = () => (made ??= make());

/** The shop's own routes: a sign-in and a payment. */
export const shop = Object.assign(
  async (request) => {
    try {
      return await respond(request);
    } catch ({ code, status = 400 }) {
      return Response.json({ code }, { status });
    }
  },
  { basePath: "/shop" },
);

async function respond(request) {
  if (request.url.endsWith("/sign-in")) {
    await proxy().checkFormPost(request);
    const customer = new URLSearchParams(await request.text()).get("customer");
    const cookies = [`customer=${customer}; HttpOnly; SameSite=Lax; Path=/`, await proxy().endGuest(request)];
    return new Response(null, { status: 303, headers: [["location", "/"], ...cookies.map((cookie) => ["set-cookie", cookie])] });
  }
  if (request.url.endsWith("/pay")) {
    await proxy().checkJsonPost(request);
    const { sessionId, handle } = await request.json();
    const { session } = await proxy().releaseAccount(request, { sessionId, handle, wanted: { required: ["identity"] } });
    return Response.json({ paid: true, bank: session.data.bankName });
  }
  return new Response("not found", { status: 404 });
}
