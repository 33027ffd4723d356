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

/** Headers that each response of the core has (SECURITY.md, 10). */
const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** Makes a response with a code, without the core. */
export function withoutCore(status: number, code: string, headers: Readonly<Record<string, string>>): Response {
  const requestId = crypto.randomUUID();
  const own = { "content-type": "application/json", date: now(), "ivy-request-id": requestId };
  return new Response(JSON.stringify({ code, requestId }), { status, headers: { ...HEADERS, ...own, ...headers } });
}

/** Makes the response that sends a browser to a path by GET. */
export function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { ...HEADERS, date: now(), location } });
}

/**
 * Makes a page with a form that is posted to its own URL. A browser sends the form's `Origin` only if the referrer policy is
 * not `no-referrer`.
 */
export function formPage(html: string): Response {
  const own = {
    "content-type": "text/html; charset=utf-8",
    date: now(),
    "content-security-policy": HEADERS["content-security-policy"].replace("form-action 'none'", "form-action 'self'"),
    "referrer-policy": "same-origin",
  };
  return new Response(html, { headers: { ...HEADERS, ...own } });
}
