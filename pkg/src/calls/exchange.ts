// One request to the proxy and its response.

import { isIvyError } from "../errors/ivy-error.ts";
import { crashed, fromLibrary, init, library, withLibrary } from "../load/instance.ts";
import { safeFetch } from "../load/safe-fetch.ts";
import type { IvyErrorCode } from "../model/words.ts";
import { attempt } from "../shared/values.ts";
import { sleep } from "../shared/sleep.ts";
import { HEADERS, REQUEST } from "./contract.ts";
import { callError, isSuccess, unansweredError, type ProxyResponse } from "./http-errors.ts";
import type { Settings } from "./settings.ts";

/** The limit of an error's body, in bytes. It contains a code and issues. */
const MAX_ERROR_BYTES = 65_536;

/** The time limit for reading an error's body, in milliseconds. The status alone is enough for an error. */
const ERROR_BODY_MS = 300;

/** Sends a request. Rejects with an error of this package. */
type Transport = (request: Request) => Promise<Response>;

/**
 * Sends a request once and reads the response, until `signal` is aborted, which also happens at the end of the call. `path`
 * is relative to the proxy's URL, `body` is a JSON object, and `key` the `Idempotency-Key`, which may be empty.
 */
export async function exchange(
  settings: Settings,
  path: string,
  body: string,
  key: string,
  signal: AbortSignal,
  transport: Transport = byLibrary,
): Promise<ProxyResponse> {
  const sent = settings.customer.changes();
  const request = () => headOf(transport(postRequest(settings, path, body, key, signal)));
  let head = await request();
  // Frameworks with trailing slashes redirect to the path with one. It is requested; no redirect is followed.
  if (!settings.slash && head.isRedirect) {
    settings.slash = "/";
    head = await request();
    if (head.isRedirect) settings.slash = "";
  }
  return readResponse(settings, head, signal, sent);
}

/** Reads a response that was requested elsewhere. */
export async function receive(settings: Settings, response: Promise<Response>, signal: AbortSignal): Promise<ProxyResponse> {
  return readResponse(settings, await headOf(response), signal);
}

/** Reads the body of a response, within the limits of the settings. */
async function readResponse(settings: Settings, head: Head, signal: AbortSignal, sent?: number): Promise<ProxyResponse> {
  const { response, status, length, owner, body } = head;
  const isRight = isSuccess(status);
  const max = isRight ? settings.maxResponseBytes : MAX_ERROR_BYTES;
  const isTooLarge = Number(length) > max;
  if (isTooLarge && isRight) throw callError("response_too_large");
  const bytes = await readBody(isTooLarge ? null : body, max, isRight, signal);
  return { response, status, bytes, owner, sent };
}

/** The head of a response, and its body, which is not read yet. */
type Head = Pick<ProxyResponse, "response" | "status" | "owner"> & { length: string | null; body: Response["body"]; isRedirect: boolean };

/** Waits for a response and reads its head, each of its members once. */
async function headOf(promise: Promise<Response>): Promise<Head> {
  const response = await promise;
  // A mocked response may throw when it is read.
  const head = attempt(() => {
    const { status, type, headers, body } = response;
    // A page gets a redirect as an opaque response, and a server as it is.
    const owner = headers.get("ivy-owner") ?? undefined;
    return { response, status, length: headers.get("content-length"), owner, body, isRedirect: type === "opaqueredirect" || status === 308 };
  });
  if (!head) throw callError("unsupported");
  return head;
}

/** Sends a request by the library. */
async function byLibrary(request: Request): Promise<Response> {
  // Another call may have retired the instance meanwhile.
  await init();
  const sending = withLibrary(() => library.send(request));
  try {
    return await fromLibrary(sending);
  } catch (error) {
    if (isIvyError(error)) throw error;
    // The library rejects with a code. Anything else is a trap.
    throw typeof error === "string" ? unansweredError(error as IvyErrorCode, request.url) : crashed();
  }
}

/** Sends a request without the library, which may not be loaded yet. */
export async function byPage(request: Request): Promise<Response> {
  try {
    return await safeFetch(request);
  } catch (error) {
    throw unansweredError((error as Error).message as IvyErrorCode, request.url);
  }
}

/** Reads a body as it arrives, up to `max` bytes. If the body of an error fails, the part that has arrived is returned. */
async function readBody(body: Response["body"], max: number, isRight: boolean, signal: AbortSignal): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  if (body) {
    const end = sleep(signal, isRight ? undefined : ERROR_BODY_MS);
    try {
      const reader = body.getReader();
      for (;;) {
        const { done, value } = await Promise.race([reader.read(), end]);
        if (done) break;
        // Not by its class: a test's DOM has a Uint8Array of its own.
        if (!ArrayBuffer.isView(value)) throw callError("network");
        if (size + value.length > max) throw callError("response_too_large");
        size += value.length;
        parts.push(value);
      }
    } catch (error) {
      if (isRight) throw isIvyError(error) ? error : callError("network");
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

/** Builds a request as the proxy expects it. The library's headers win over the merchant's. */
function postRequest({ proxyUrl, credentials, headers: own, slash }: Settings, path: string, body: string, key: string, signal: AbortSignal): Request {
  const url = proxyUrl + path + slash;
  const headers = new Headers(own);
  for (const name of Object.keys(HEADERS)) headers.set(name, HEADERS[name] as string);
  if (key) headers.set("idempotency-key", key);
  const init: RequestInit = { ...REQUEST, headers, body, credentials };
  // A test's DOM may bring a class of signals that the platform's `Request` refuses. The call then ends by its own timer.
  return attempt(() => new Request(url, { ...init, signal })) ?? new Request(url, init);
}
