// Responses of the platform: those of the core, and those that are made without the core.

import type { CoreResponse } from "../core/host.ts";

/** Converts a response of the core. */
export function toResponse({ status, headers, body }: CoreResponse): Response {
  return new Response(body ?? null, { status, headers: [...headers, ["date", now()]] });
}

/** Returns the value of `Date`, by which a page knows the age of a session. Not every platform adds the header. */
function now(): string {
  return new Date().toUTCString();
}

/** Makes the response for the time in which the core has stopped: the same request can be sent again. */
export function unavailable(): Response {
  return withoutCore(503, "proxy_unavailable", { "retry-after": "1" });
}

/** Makes the response to a request that the platform cannot represent. */
export function unreadable(): Response {
  return withoutCore(400, "proxy_rejected", {});
}

/** Makes a response with the headers that each response of the core has (SECURITY.md, 10). */
function withoutCore(status: number, code: string, headers: Readonly<Record<string, string>>): Response {
  const requestId = crypto.randomUUID();
  return new Response(JSON.stringify({ code, requestId }), {
    status,
    headers: {
      "content-type": "application/json",
      date: now(),
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "ivy-request-id": requestId,
      ...headers,
    },
  });
}
