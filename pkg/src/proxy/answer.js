/**
 * An answer of the core as the platform has it.
 */

/**
 * @param {{status: number, headers: [string, string][], body?: string}} answer
 * @returns {Response}
 */
export function toResponse({ status, headers, body }) {
  return new Response(body ?? null, { status, headers });
}

/** What is answered where the core stopped: the same request can be sent again. */
export function unavailable() {
  const requestId = crypto.randomUUID();
  return new Response(JSON.stringify({ code: "proxy_unavailable", requestId }), {
    status: 503,
    headers: {
      "content-type": "application/json",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "ivy-request-id": requestId,
      "retry-after": "1",
    },
  });
}
