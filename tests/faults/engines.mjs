// Where an engine makes something else of a fault than the table says, which is Chromium's view. What is wrong with the
// connection, each engine decides below the page; what the page's caller is told of that is the library's.

/** The engine mends it or looks over it, and the call goes well. */
const well = { code: undefined, retryable: undefined, requests: 1, well: true, lost: false };

/** What had come until then is all that the page gets, and nothing says that more is missing. */
const cut = { code: "decode_failed", retryable: false, status: 200, requests: 1 };

/** What differs, by engine and by the name of the fault. */
export const DIFFERENCES = {
  chromium: {},
  firefox: {
    // Read as an answer of HTTP 0.9, which has a body and no headers.
    "not HTTP at all": { code: "misconfigured", retryable: false, status: 200, requests: 1 },
    "headers without end": well,
  },
  webkit: {
    "closed in the body": cut,
    "closed between chunks": well,
    "a chunk that has no size": cut,
    "two lengths": well,
    "compressed, but not": well,
    // The page sees nothing of a 401 before its body has ended.
    "401 with a body that never ends": { code: "timeout", retryable: true, status: undefined, late: true },
  },
};
