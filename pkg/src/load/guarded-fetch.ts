// The page's `fetch` and `queueMicrotask` as the library's glue calls them. The bundler injects them (`--inject`).
//
// Both call back into the instance that called them, and into no other.

import { intoLibrary } from "./lifetime.ts";
import { safeFetch } from "./safe-fetch.ts";

type Callback = (value: unknown) => void;

function guardedFetch(request: Request): Promise<Response> {
  const response = safeFetch(request);
  const { then } = response;
  // The glue passes both callbacks and ignores the result. An assignment would fail if `Promise.prototype` is frozen.
  Object.defineProperty(response, "then", {
    value: (onResponse: Callback, onError: Callback) => then.call(response, intoLibrary(onResponse), intoLibrary(onError)),
  });
  return response;
}

function guardedMicrotask(task: () => void): void {
  globalThis.queueMicrotask(intoLibrary(task));
}

export { guardedFetch as fetch, guardedMicrotask as queueMicrotask };
