/**
 * One request to the proxy and its response.
 */
import { isIvyError } from "./errors.js";
import { fromLibrary, init, library, stopped, withLibrary } from "./instance.js";
import { failed, isSuccess } from "./refusal.js";
import { until } from "./until.js";
import { attempt } from "./values.js";

/** The version of the proxy's contract that this library knows: accounts have handles. A proxy of version 1 refuses it. */
const CONTRACT_VERSION = "2";

/** The most that is read of the body of an answer that is not 2xx, in bytes: it holds a code and issues. */
const MAX_ERROR_BYTES = 65_536;

/** How long such a body is waited for, in milliseconds. The status says enough. */
const ERROR_BODY_MS = 300;

/**
 * @typedef {object} Answer
 * @property {Response} response its body is read
 * @property {number} status 0 for a redirect, which is never followed
 * @property {Uint8Array} bytes the body; of a response that is not 2xx as much as arrived
 * @property {string} [requestId] the proxy's id of the request; this and what follows comes with the response's meaning
 * @property {number} [now] the proxy's clock in epoch seconds
 * @property {boolean} [isGuest] the proxy answered as for a shopper who is not signed in
 */

/**
 * Sends a request once and reads the response, for as long as `signal` lets it.
 *
 * @param {import("./options.js").Settings} settings
 * @param {string} path below the proxy's URL
 * @param {string} body a JSON object
 * @param {string} key the `Idempotency-Key`, may be empty
 * @param {AbortSignal} signal is aborted at the end in any case
 * @returns {Promise<Answer>}
 */
export async function exchange(settings, path, body, key, signal) {
  const response = await sent(postRequest(settings, path, body, key, signal));
  // A stand-in that a page puts in the place of a response may throw when it is read.
  const head = attempt(() => ({ status: response.status, length: response.headers.get("content-length"), body: response.body }));
  if (!head) throw failed("unsupported");
  const { status, length, body: stream } = head;
  const isRight = isSuccess(status);
  const max = isRight ? settings.maxResponseBytes : MAX_ERROR_BYTES;
  const isTooLarge = Number(length) > max;
  if (isTooLarge && isRight) throw failed("response_too_large");
  const bytes = await readBody(isTooLarge ? null : stream, max, isRight, signal);
  return { response, status, bytes };
}

/**
 * @param {Request} request
 * @returns {Promise<Response>}
 */
async function sent(request) {
  // Another call may have retired the instance meanwhile.
  await init();
  const sending = withLibrary(() => library.send(request));
  try {
    return await fromLibrary(sending);
  } catch (error) {
    if (isIvyError(error)) throw error;
    // The library rejects with a code. Anything else is a trap.
    throw typeof error === "string" ? failed(error) : stopped();
  }
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
  headers.set("ivy-client", CONTRACT_VERSION);
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
