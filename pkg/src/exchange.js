/**
 * One request to the proxy and its answer.
 */
import { isIvyError } from "./errors.js";
import { library, stopped } from "./instance.js";
import { failed, isSuccess, requestIdOf } from "./refusal.js";
import { until } from "./until.js";

/** The most that is read of the body of an answer that is not 2xx, in bytes: it holds a code and issues. */
const MAX_ERROR_BYTES = 65_536;

/** How long such a body is waited for, in milliseconds. The status says enough. */
const ERROR_BODY_MS = 300;

/**
 * @typedef {object} Answer
 * @property {number} status 0 for a redirect, which is never followed
 * @property {{[name: string]: string | undefined}} headers by their names in lower case; a browser hides some from a page of another origin
 * @property {string} [requestId] the proxy's id of the request
 * @property {Uint8Array} bytes the body; of an answer that is not 2xx as much as came through
 */

/**
 * Sends a request once and reads the answer, for as long as `signal` lets it.
 *
 * @param {import("./options.js").Settings} settings
 * @param {string} path below the proxy's URL
 * @param {string} body a JSON object
 * @param {string} key the `Idempotency-Key`, may be empty
 * @param {AbortSignal} signal is aborted at the end in any case
 * @returns {Promise<Answer>}
 */
export async function exchange(settings, path, body, key, signal) {
  const { status, headers, stream } = await sent(postRequest(settings, path, body, key, signal));
  const isRight = isSuccess(status);
  const max = isRight ? settings.maxResponseBytes : MAX_ERROR_BYTES;
  const isTooLarge = Number(headers["content-length"]) > max;
  if (isTooLarge && isRight) throw failed("response_too_large");
  const bytes = await readBody(isTooLarge ? null : stream, max, isRight, signal);
  return { status, headers, requestId: requestIdOf(headers["ivy-request-id"]), bytes };
}

/** @returns {Promise<{status: number, headers: any, stream: any}>} */
function sent(request) {
  return new Promise((resolve, reject) => {
    try {
      library.send(request, {
        // What is no answer says so (`guarded-fetch.js`).
        answered: ({ failure, status, headers, body }) =>
          failure ? reject(failed(failure)) : resolve({ status, headers: Object.fromEntries(headers), stream: body }),
      });
    } catch {
      reject(stopped());
    }
  });
}

/** Reads a body as it arrives, and stops as soon as it is larger than allowed. An error's body ends where it fails. */
async function readBody(body, max, isRight, signal) {
  const parts = [];
  let size = 0;
  if (body) {
    const end = until(signal, isRight ? undefined : ERROR_BODY_MS);
    try {
      const reader = body.getReader();
      for (;;) {
        /** @type {{done?: boolean, value: Uint8Array}} */
        const { done, value } = await Promise.race([reader.read(), end]);
        if (done) break;
        // Not by its class: a test's DOM has a Uint8Array of its own.
        if (!ArrayBuffer.isView(value)) throw failed("network");
        if (size + value.length > max) throw failed("response_too_large");
        size += value.length;
        parts.push(value);
      }
    } catch (error) {
      if (isRight) throw isIvyError(error) ? error : failed("network");
    }
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/**
 * A request as the proxy expects it. What the library itself sends wins over the merchant's own headers.
 *
 * Redirects are not followed, nothing is cached, and a `Referer` names the origin alone, since the URL of a return page
 * holds the nonce.
 */
function postRequest({ proxyUrl, credentials, headers: own }, path, body, key, signal) {
  const headers = new Headers(own);
  headers.set("content-type", "application/json");
  headers.set("accept", "application/json");
  headers.set("ivy-client", "1");
  if (key) headers.set("idempotency-key", key);
  return new Request(proxyUrl + path, {
    method: "POST",
    headers,
    body,
    credentials,
    cache: "no-store",
    redirect: "manual",
    referrerPolicy: "strict-origin",
    signal,
  });
}
