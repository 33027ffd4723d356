// The main job: looking for past sessions that can be reused, and creating a new session if there are none.

import { checkAborted, type Call } from "../calls/call.ts";
import { emit } from "../calls/events.ts";
import { decodeError, type AcceptedResponse } from "../calls/http-errors.ts";
import { queryForUser } from "../calls/normal-form.ts";
import { operate, type Ahead, type Limits, type Worked } from "../calls/operation.ts";
import type { LoginOutcome, NotRecalledOutcome, RecalledOutcome } from "../calls/outcomes.ts";
import { decide as scanAndDecide, type LoginDecision, type RecallDecision } from "../decode/scan.ts";
import { allSessions } from "../decode/session-reader.ts";
import { isIvyError } from "../errors/ivy-error.ts";
import { init } from "../load/instance.ts";
import { checkLoginUrl } from "../login/login-url.ts";
import type { PageRequest } from "../model/request.ts";
import type { LoginReason } from "../model/words.ts";
import type { Criteria } from "./connect-options.ts";
import { create } from "./sessions.ts";

/** The time limit of looking for past sessions, in milliseconds. A shopper who has none should not wait for it. */
const LIST_LIMIT_MS = 3_000;

/** The number of retries of the list. */
const LIST_RETRIES = 1;

/** The decision with the body that its spans refer to. */
type Recalled = RecallDecision & { bytes: Uint8Array };

/**
 * Looks for past sessions that can be reused. Creates nothing. `request` is its normal form as JSON.
 *
 * A temporary failure of the list (no response, 408, 429, 5xx) costs the shopper a login, not the checkout: the outcome
 * contains it. A list that is refused or cannot be read is an error: logins must not hide a wrong path. The list that is on
 * its way is used first; if it cannot be used, whatever the reason, the proxy is asked once.
 */
export async function recall(
  call: Call,
  request: string,
  { maxAgeDays, required, fresh }: Criteria,
  ahead: Ahead | undefined,
): Promise<RecalledOutcome | NotRecalledOutcome> {
  if (fresh) return notRecalled("requested");
  // The library has checked that it is a request.
  const { externalUser, permissions }: PageRequest = JSON.parse(request);
  const query = externalUser ? await queryForUser(call, externalUser) : "{}";
  if (!query) return notRecalled("metadata_only");
  const limits = {
    deadline: Math.min(call.deadline, performance.now() + LIST_LIMIT_MS),
    retries: Math.min(call.settings.retries, LIST_RETRIES),
  };
  let past: Recalled | LoginDecision;
  try {
    past = await operate<Recalled | LoginDecision>(call, "list", async (send) => {
      const listed = async (own: Limits): Promise<Worked<Recalled | LoginDecision>> => {
        const response = await send(query, { ...limits, ...own });
        const decision = await decide(call, response, required ?? [...permissions], maxAgeDays);
        return [decision, { type: "listed", sessions: decision.sessions }, response];
      };
      if (!ahead) return listed({});
      return listed({ ahead, retries: 0 }).catch((error) => {
        checkAborted(call.signal);
        if (!isIvyError(error)) throw error;
        return listed({ retries: 0 });
      });
    });
  } catch (error) {
    if (!isIvyError(error) || !error.retryable) throw error;
    return { ...notRecalled("list_unavailable"), problem: error };
  }
  if (past.login) return notRecalled(past.login);
  const outcome = recalled(past);
  emit(call.settings, { type: "recalled", sessions: outcome.sessions.length, ageDays: outcome.ageDays });
  return outcome;
}

/**
 * Creates a session, and checks that its bank login is one of Ivy's pages. `request` is its normal form as JSON, `key` the
 * `Idempotency-Key`.
 */
export function createLogin(call: Call, request: string, key: string): Promise<Omit<LoginOutcome, "reason">> {
  return create(call, request, key, async (response, { id, referenceId, redirectUrl, expiresAt }) => {
    if (typeof id !== "string" || typeof redirectUrl !== "string") throw decodeError(response);
    await init();
    checkLoginUrl(call.settings, redirectUrl);
    const reference = referenceId ?? JSON.parse(request).referenceId ?? "";
    return { kind: "login", id, referenceId: reference, redirectUrl, expiresAt: expiresAt ?? null };
  });
}

/** Decides by a list: see `decide` in `src/wasm/bodies.rs`. A reason that the proxy names comes first. */
async function decide(call: Call, response: AcceptedResponse, required: string[], maxAgeDays: number | undefined): Promise<Recalled | LoginDecision> {
  const { bytes, now, login } = response;
  const decision = await call.library(() => scanAndDecide(bytes, required, maxAgeDays, now));
  if (decision.unreadable !== undefined) throw decodeError(response);
  if (login) return { sessions: decision.sessions, login };
  return decision.login ? decision : { ...decision, bytes };
}

function recalled({ bytes, spans, undated, offered = -1, ageDays, identityDiffers }: Recalled): RecalledOutcome {
  const sessions = allSessions(spans, { bytes });
  for (const position of undated) delete sessions[position]?.createdAt;
  return { kind: "recalled", sessions, session: sessions[offered] ?? null, ageDays: ageDays ?? null, identityDiffers };
}

function notRecalled(reason: LoginReason): NotRecalledOutcome {
  return { kind: "not_recalled", reason };
}
