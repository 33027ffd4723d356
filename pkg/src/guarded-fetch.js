/**
 * What the library's glue calls instead of the page's `fetch`; the bundler puts it there (`--inject`).
 *
 * gloo-net, which sends the library's requests, stops the whole instance where `fetch` rejects with something that is
 * not an `Error` (`controller.abort("why")`), or gives something that is not a `Response` (a test's mock). Neither gets
 * past here, and neither does a promise that never settles: it ends with the request's own signal. Whatever happens,
 * this resolves with a `Response`; one that is no answer has the error's code as its `failure`. The build relies on it
 * and leaves gloo-net's own reading of errors out (xtask's `unreached.rs`).
 */
import { until } from "./until.js";

async function guardedFetch(request) {
  let failure = "network";
  try {
    const response = await Promise.race([globalThis.fetch(request), until(request.signal)]);
    if (response instanceof Response) return response;
    failure = "unsupported";
  } catch {
    // A browser says the same of what did not arrive, what was stopped and what CORS refuses.
  }
  return Object.assign(new Response(), { failure });
}

export { guardedFetch as fetch };
