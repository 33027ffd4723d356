// Differences between engines. The table of faults describes Chromium. Each engine handles connection errors below the page
// in its own way; the library decides how it reports them.

/** The engine repairs or ignores the fault, and the call succeeds. */
const succeeds = { code: undefined, retryable: undefined, requests: 1, succeeds: true, lost: false };

/** The page gets the bytes that arrived before the fault, without a sign that more are missing. */
const truncated = { code: "decode_failed", retryable: false, status: 200, requests: 1 };

/** The differences by engine and name of the fault. */
export const DIFFERENCES = {
  chromium: {},
  firefox: {
    // Firefox reads it as a response of HTTP 0.9, which has a body and no headers.
    "not HTTP at all": { code: "misconfigured", retryable: false, status: 200, requests: 1 },
    "headers without end": succeeds,
  },
  webkit: {
    "closed in the body": truncated,
    "closed between chunks": succeeds,
    "a chunk that has no size": truncated,
    "two lengths": succeeds,
    "compressed, but not": succeeds,
    // The page sees nothing of a 401 before its body has ended.
    "401 with a body that never ends": { code: "timeout", retryable: true, status: undefined, late: true },
  },
};
