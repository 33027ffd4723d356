// The words, the tone and the visible parts of each state.

import { isIvyError } from "../errors/ivy-error.ts";
import { textOfError, textOfOffer } from "../flow/choices.ts";
import type { BankConnectState } from "../flow/state.ts";
import type { BankConnectTexts } from "../locales/texts.ts";

/** The tone of a status line, which has a colour and an icon. */
export type Tone = "good" | "calm" | "warn" | "bad" | "busy";

/** The words of a status line, their tone, and the proxy's id of a failed request. */
export type Status = [words: string, tone: Tone, id?: string | undefined];

/** The result that the page expects of a lookup. It decides the shape of the wait. */
export type Expected = "offer" | "connect" | "unknown";

/**
 * The parts of each state besides the status: `m`ain button, `n`ote, `o`ffer, `s`keleton, `a`nother, `f`orget, `c`ancel. A
 * transient state keeps those of the state before.
 */
const PARTS: Partial<Record<BankConnectState["status"], string>> = {
  idle: "mn",
  recalled: "omaf",
  connected: "oma",
  pending: "ma",
  not_connected: "ma",
  forgotten: "mn",
};

/** The parts of a lookup. Without an expectation the wait has the height of the button and its note, which are invisible. */
const WAITING: Record<Expected, string> = { offer: "sa", connect: "mn", unknown: "mnsa" };

/** Failures that another bank cannot mend: the network, the service, the shopper's own input. */
const NOT_OF_THE_BANK: readonly string[] = ["offline", "unavailable", "invalidPhone", "invalidEmail", "invalidIban"];

/** Returns the letters of the visible parts. `before` has those of the state before. */
export function partsOf(state: BankConnectState, before: string, expected: Expected, usesForm: boolean): string {
  switch (state.status) {
    case "loading":
      return state.task === "return" ? "s" : WAITING[expected];
    case "redirecting":
      // The note stays, so that the button does not move under the shopper's finger.
      return state.mode === "popup" ? "mc" : before.includes("n") ? "mn" : "m";
    case "failed":
      return usesForm || NOT_OF_THE_BANK.includes(textOfError(state.error)) ? "m" : "ma";
    default:
      return PARTS[state.status] ?? before;
  }
}

/** Returns the status line of a state. */
export function statusOf(state: BankConnectState, texts: BankConnectTexts, usesForm: boolean): Status {
  switch (state.status) {
    case "loading":
      return [state.task === "recall" ? texts.looking : texts.returning, "busy"];
    case "connecting":
      return [texts.connecting, "busy"];
    case "forgetting":
      return [texts.forgetting, "busy"];
    case "redirecting":
      return [state.mode === "popup" ? texts.inWindow : texts.redirecting, "busy"];
    case "recalled":
      return [texts[textOfOffer(state.outcome)], state.outcome.session ? "good" : "calm"];
    case "connected":
      return [texts.connected, "good"];
    case "forgotten":
      return [texts.forgotten, "calm"];
    case "pending":
      return [texts.pending, "warn"];
    case "not_connected":
      return [state.reason === "expired" ? texts.expired : texts.notConnected, "bad"];
    case "failed": {
      const { error } = state;
      if (usesForm) return [texts.formOnly, "warn"];
      return [texts[textOfError(error)], "bad", isIvyError(error) ? error.requestId : undefined];
    }
    default:
      return ["", "calm"];
  }
}
