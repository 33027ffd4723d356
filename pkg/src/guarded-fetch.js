/**
 * The page's `fetch` and `queueMicrotask` as the library's glue calls them; the bundler puts them there (`--inject`).
 *
 * gloo-net, which sends the library's requests, panics if `fetch` rejects with a value that is not an `Error`
 * (`controller.abort("why")`), and if it resolves with a value that is not a `Response` of this realm (a test's mock). A
 * promise that never settles would keep its call. So this `fetch` settles at the latest with the request's signal, with a
 * `Response` of this realm or with an `Error` whose message is the code: `network`, or `unsupported` if the page's `fetch`
 * is one that does not return a response.
 *
 * Both call back into the instance that called them, and into no other.
 */
import { intoLibrary } from "./instance.js";
import { until } from "./until.js";
import { attempt } from "./values.js";

/** @param {Request} request */
function guardedFetch(request) {
  const response = respond(request);
  const { then } = response;
  /** @type {any} */ (response).then = (onResponse, onError) => then.call(response, intoLibrary(onResponse), intoLibrary(onError));
  return response;
}

/**
 * @param {Request} request
 * @returns {Promise<Response>}
 */
async function respond(request) {
  /** @type {any} */
  let response;
  try {
    response = await Promise.race([globalThis.fetch(request), until(request.signal)]);
  } catch {
    // A browser does not tell apart a lost connection, an abort and a refusal by CORS.
    throw new Error("network");
  }
  const own = Object.getPrototypeOf(Object(response)) === Response.prototype ? response : attempt(() => adopted(response));
  if (!own) throw new Error("unsupported");
  return own;
}

/** A response of another realm, or of a test's own DOM, as one of this realm. Throws if it is none. */
function adopted({ status, headers, body }) {
  if (status === 0) return Response.error();
  // A mock that has no stream could not be read as it arrives.
  if (body !== null && !body.getReader) throw new TypeError("no stream");
  return new Response(body, { status, headers: [...headers] });
}

function guardedMicrotask(task) {
  globalThis.queueMicrotask(intoLibrary(task));
}

export { guardedFetch as fetch, guardedMicrotask as queueMicrotask };
