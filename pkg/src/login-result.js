/**
 * What became of a bank login: asking the proxy, and waiting while the bank is not done.
 */
import { operate } from "./operation.js";
import { readSession } from "./read.js";
import { parsed, undecodable } from "./refusal.js";

/** How long a login that is pending is waited for, in milliseconds. */
const WAIT_MS = 10_000;

/** The first pause between two questions, in milliseconds; each further one is half as long again. */
const FIRST_PAUSE_MS = 500;

/**
 * Asks what became of a login, and again for up to ten seconds while it is pending. A question that fails while the login
 * is pending leaves it pending.
 *
 * @param {import("./call.js").Call} call
 * @param {string} nonce of the return URL; empty on a page whose nonce was presented before
 * @param {string} reference that the page remembers, for a login that the proxy does not know
 * @param {(referenceId: string) => void} answered is told when the proxy has answered
 */
export function loginResult(call, nonce, reference, answered) {
  return operate(call, "result", async (ask) => {
    const end = performance.now() + WAIT_MS;
    /** @type {any} */
    let last;
    const question = async (body, limits) => {
      try {
        last = await ask(JSON.stringify(body), limits);
      } catch (/** @type {any} */ error) {
        if (error.code !== "not_found") throw error;
        return { kind: "not_connected", referenceId: reference, reason: "unknown" };
      }
      return resultOf(call, last);
    };
    let result = await question(nonce ? { nonce } : { referenceId: reference });
    const { referenceId } = result;
    answered(referenceId);
    for (let pause = FIRST_PAUSE_MS; result.kind === "pending" && performance.now() + pause < end; pause *= 1.5) {
      await call.sleep(pause);
      result = await question({ referenceId }, { deadline: end, retries: 0 }).catch((error) => {
        if (!error.retryable) throw error;
        return result;
      });
    }
    const { kind, session } = result;
    return [session ? { kind, session } : result, { type: "returned", result: kind }, { requestId: last?.requestId }];
  });
}

/** What an answer says: a result, with `referenceId` in any case. */
async function resultOf(call, answer) {
  const { unreadable, issues } = await call.library(() => readSession(answer.bytes, "session"));
  const { referenceId, status, session } = parsed(answer);
  if (unreadable !== undefined || typeof referenceId !== "string" || typeof status !== "string") throw undecodable(answer);
  switch (status) {
    case "complete":
      if (!session || issues.length > 0) throw undecodable(answer, issues);
      return { kind: "connected", referenceId, session };
    case "pending":
      return { kind: "pending", referenceId };
    case "error":
    case "expired":
      return { kind: "not_connected", referenceId, reason: status };
    default:
      throw undecodable(answer);
  }
}
