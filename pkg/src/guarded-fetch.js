/**
 * What the library's glue calls instead of the page's `fetch`; the bundler puts it there (`--inject`).
 *
 * gloo-net, which sends the library's requests, stops the whole instance where `fetch` rejects with something that is
 * not an `Error` (`controller.abort("why")`), or gives something that is not a `Response` (a test's mock). Neither gets
 * past here, and neither does a promise that never settles: it ends with the request's own signal.
 */
import { until } from "./until.js";

async function guardedFetch(request) {
  let response;
  try {
    response = await Promise.race([globalThis.fetch(request), until(request.signal)]);
  } catch {
    throw new Error("no answer");
  }
  if (!(response instanceof Response)) throw Object.assign(new Error("not a Response"), { name: "NotAResponse" });
  return response;
}

export { guardedFetch as fetch };
