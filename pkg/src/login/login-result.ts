// The result of a bank login: asking the proxy, and polling while the login is pending.

import type { Call } from "../calls/call.ts";
import { decodeError, parsed, type AcceptedResponse } from "../calls/http-errors.ts";
import { operate, type Limits } from "../calls/operation.ts";
import type { LoginResult } from "../calls/outcomes.ts";
import { encode } from "../check/encode.ts";
import { withoutWrongDates } from "../decode/dates.ts";
import { scanSession } from "../decode/scan.ts";
import { isIvyError } from "../errors/ivy-error.ts";
import type { DataSession } from "../model/session.ts";

/** The time limit of polling, in milliseconds. */
const WAIT_MS = 10_000;

/** The first pause between two requests, in milliseconds. Each further one is half as long again. */
const FIRST_PAUSE_MS = 500;

/** A result with its reference, also if it is connected. */
type Result = LoginResult & { referenceId: string };

/**
 * Asks for the result of a login, and polls for up to ten seconds while it is pending. A request that fails while the login
 * is pending leaves it pending.
 *
 * `nonce` is the one of the return URL, or empty if it was presented before. `reference` is the one that the page remembers,
 * for a login that the proxy does not know. `onResponse` is called with the reference when the proxy has responded.
 */
export function loginResult(call: Call, nonce: string, reference: string, onResponse: (referenceId: string) => void): Promise<LoginResult> {
  return operate<LoginResult>(call, "result", async (send) => {
    const end = performance.now() + WAIT_MS;
    let last: AcceptedResponse | undefined;
    const request = async (body: object, limits?: Limits): Promise<Result> => {
      try {
        last = await send(encode(body), limits);
      } catch (error) {
        if (!isIvyError(error) || error.code !== "not_found") throw error;
        return { kind: "not_connected", referenceId: reference, reason: "unknown" };
      }
      return resultOf(call, last);
    };
    let result = await request(nonce ? { nonce } : { referenceId: reference });
    const { referenceId } = result;
    onResponse(referenceId);
    for (let pause = FIRST_PAUSE_MS; result.kind === "pending" && performance.now() + pause < end; pause *= 1.5) {
      await call.sleep(pause);
      result = await request({ referenceId }, { deadline: end, retries: 0 }).catch((error) => {
        if (!isIvyError(error) || !error.retryable) throw error;
        return result;
      });
    }
    const { kind } = result;
    return [kind === "connected" ? { kind, session: result.session } : result, { type: "returned", result: kind }, { requestId: last?.requestId }];
  });
}

/** Reads a result, which has a `referenceId` in any case. */
async function resultOf(call: Call, response: AcceptedResponse): Promise<Result> {
  const scan = await call.library(() => scanSession(response.bytes, "session"));
  const { referenceId, status, session } = parsed(response);
  if (scan.unreadable !== undefined || typeof referenceId !== "string" || typeof status !== "string") throw decodeError(response);
  switch (status) {
    case "complete":
      if (!session || scan.issues.length > 0) throw decodeError(response, scan.issues);
      // The scan has found it to be a session.
      return { kind: "connected", referenceId, session: withoutWrongDates(session as DataSession, scan.warnings) };
    case "pending":
      return { kind: "pending", referenceId };
    case "error":
    case "expired":
      return { kind: "not_connected", referenceId, reason: status };
    default:
      throw decodeError(response);
  }
}
