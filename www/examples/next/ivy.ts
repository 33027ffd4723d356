// Who is signed in, and Ivy's merchant proxy.

import { getIronSession } from "iron-session";
import { createProxy, sqliteStore, type ProxyError } from "ivy-data-session/proxy";

// Stands in for your table of customers. An id never changes and is never given to another.
const customers: Record<string, { customerId: string; email: string; emailVerifiedAt: Date }> = {
  ada: { customerId: "cus_ada", email: "ada@example.com", emailVerifiedAt: new Date("2026-01-05") },
  ben: { customerId: "cus_ben", email: "ben@example.com", emailVerifiedAt: new Date("2026-01-05") },
};

/** A variable of the server's environment. None of these may begin with NEXT_PUBLIC_: that would put it into pages. */
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
    // Next tells routes nothing of the connection; it puts the address into this header where no load balancer did.
    addressHeader: "x-forwarded-for",
    store: sqliteStore("ivy.sqlite"),
    identify: async (request) => customers[(await session(request)).customer ?? ""] ?? null,
  });

let made: ReturnType<typeof make> | undefined;

/** Made when it is first asked: the machine that builds the app needs no key. */
export const proxy = () => (made ??= make());

/** What the proxy refuses has a status and a code: 401 unauthorized, 403 forbidden, 404 not_found or account_gone. */
export function refusal(error: unknown) {
  const { code, status = 400 } = error as ProxyError;
  return Response.json({ code }, { status });
}
