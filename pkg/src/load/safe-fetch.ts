// The page's `fetch`, which may be a mock or fail in any way, with known results.

import { sleep } from "../shared/sleep.ts";

/**
 * Sends a request by the page's `fetch`. Settles at the latest with the request's signal, with a `Response` of this realm or
 * with an `Error` whose message is the code: `network`, or `unsupported` if the page's `fetch` does not return a response.
 *
 * gloo-net, which sends the library's requests, panics if `fetch` rejects with a value that is not an `Error`
 * (`controller.abort("why")`), and if it resolves with a value that is not a `Response` of this realm (a test's mock). A
 * promise that never settles would keep its call.
 */
export async function safeFetch(request: Request): Promise<Response> {
  let response: unknown;
  try {
    response = await Promise.race([globalThis.fetch(request), sleep(request.signal)]);
  } catch {
    // A browser does not distinguish a lost connection, an abort and a refusal by CORS.
    throw new Error("network");
  }
  return ownResponse(response);
}

/** Returns a response as one of this realm. Throws an `Error` with the message `unsupported` if it is none. */
export function ownResponse(response: unknown): Response {
  try {
    // `adopted` throws for a value without the members of a response.
    const isOwn = Object.getPrototypeOf(Object(response)) === Response.prototype;
    return isOwn ? (response as Response) : adopted(response as Response);
  } catch {
    throw new Error("unsupported");
  }
}

/** Converts a response of another realm, or of a test's own DOM, to one of this realm. Throws if it is none. */
function adopted({ status, headers, body }: Response): Response {
  if (status === 0) return Response.error();
  // A mock without a stream could not be read as it arrives.
  if (body !== null && !body.getReader) throw new TypeError("no stream");
  return new Response(body, { status, headers: [...headers] });
}
