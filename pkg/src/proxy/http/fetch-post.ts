// Requests to Ivy by `fetch`, for runtimes other than Node. `fetch` does not tell if a connection was ever open, so a request
// that got no response counts as one that may have reached Ivy (SECURITY.md, 7).

import type { Header, IvyResponse } from "../core/host.ts";
import { faultError, isFault } from "../errors/fault.ts";
import { ivyUrl } from "./ivy-url.ts";
import { readStream } from "./read-stream.ts";

/**
 * Posts a body and returns the response, whatever its status; redirects are not followed. Of a response that is not a
 * success only status and headers are read: its body may quote what was sent.
 *
 * @param url https, or http on this machine
 * @param _connectMs unused: no event tells when the connection is open
 * @param deadlineMs the time until the response's last byte
 * @param limit the longest response, in bytes
 * @returns a promise that rejects with the fault `took_too_long`, `broke_off` or `too_long`; with `not_reached` only if
 *   nothing was sent
 */
export async function fetchPost(
  url: string,
  headers: readonly Header[],
  body: string,
  _connectMs: number,
  deadlineMs: number,
  limit: number,
): Promise<IvyResponse> {
  const stop = new AbortController();
  let request: Request;
  try {
    request = new Request(ivyUrl(url), { method: "POST", headers: [...headers], body, redirect: "manual", signal: stop.signal });
  } catch {
    throw faultError("not_reached");
  }
  let isLate = false;
  let timer: unknown;
  const late = new Promise<never>((_, reject) => {
    timer = globalThis.setTimeout(() => {
      isLate = true;
      reject(faultError("took_too_long"));
      stop.abort();
    }, deadlineMs);
  });
  try {
    return await Promise.race([send(request, limit), late]);
  } catch (error) {
    stop.abort();
    if (isLate) throw faultError("took_too_long");
    throw isFault(error) ? error : faultError("broke_off");
  } finally {
    globalThis.clearTimeout(timer as NodeJS.Timeout);
  }
}

async function send(request: Request, limit: number): Promise<IvyResponse> {
  const response = await fetch(request);
  const { status, body } = response;
  const headers = [...response.headers];
  if (response.ok && body) return { status, headers, bytes: await readStream(body.getReader(), limit) };
  // A body that cannot be cancelled is no fault of its own.
  body?.cancel().catch(() => {});
  return { status, headers, bytes: new Uint8Array() };
}
