// The sign-in, and Ivy's merchant proxy.

import { getIronSession } from "iron-session";
import { createProxy, sqliteStore, type ProxyError } from "ivy-data-session/proxy";

// Stands in for your table of customers. An id never changes and is never used for another customer.
const customers: Record<string, { customerId: string; email: string; emailVerifiedAt: Date }> = {
  ada: { customerId: "cus_ada", email: "ada@example.com", emailVerifiedAt: new Date("2026-01-05") },
  ben: { customerId: "cus_ben", email: "ben@example.com", emailVerifiedAt: new Date("2026-01-05") },
};

/** Returns an environment variable of the server. Never name one of these NEXT_PUBLIC_…, which would put it into pages. */
const env = (name: string) => process.env[name] ?? "";

/** Stands in for your sign-in: an encrypted cookie, HttpOnly and SameSite=Lax. */
export const session = (request: Request, response = new Response()) =>
  getIronSession<{ customer?: string }>(request, response, {
    cookieName: "shop",
    password: env("SESSION_PASSWORD"),
    cookieOptions: { secure: env("ORIGIN").startsWith("https:") },
  });

const make = () =>
  createProxy({
    apiKey: env("IVY_API_KEY"),
    apiUrl: env("IVY_API_URL"),
    webhookSecret: env("IVY_SIGNING_SECRET"),
    tableSecret: env("IVY_TABLE_SECRET"),
    origins: [env("ORIGIN")],
    callbackUrls: { return: `${env("ORIGIN")}/` },
    // Next gives routes no access to the connection. Without a load balancer it sets this header to the client's address.
    addressHeader: "x-forwarded-for",
    store: sqliteStore("ivy.sqlite"),
    identify: async (request) => customers[(await session(request)).customer ?? ""] ?? null,
  });

let made: ReturnType<typeof make> | undefined;

/** Returns the proxy, which is created on the first request. So building the app needs no key. */
export const proxy = () => (made ??= make());

/** Returns the response for an error of the proxy: 401 unauthorized, 403 forbidden, 404 not_found or account_gone. */
export function errorResponse(error: unknown) {
  const { code, status = 400 } = error as ProxyError;
  return Response.json({ code }, { status });
}
