/**
 * An answer of the core as the platform has it, and those that are given without the core.
 */

/**
 * @param {{status: number, headers: [string, string][], body?: string}} answer
 * @returns {Response}
 */
export function toResponse({ status, headers, body }) {
  return new Response(body ?? null, { status, headers });
}

/** The answer if the core stopped: the same request can be sent again. */
export const unavailable = () => withoutCore(503, "proxy_unavailable", { "retry-after": "1" });

/** The answer to a request that the platform cannot represent. */
export const unreadable = () => withoutCore(400, "proxy_rejected", {});

/** @returns {Response} with the headers that each answer of the core has (SECURITY.md, 10) */
function withoutCore(status, code, headers) {
  const requestId = crypto.randomUUID();
  return new Response(JSON.stringify({ code, requestId }), {
    status,
    headers: {
      "content-type": "application/json",
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
