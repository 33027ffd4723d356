// The choices of a shopper. Pure functions.

import type { RecalledOutcome } from "../calls/outcomes.ts";
import { isIvyError } from "../errors/ivy-error.ts";
import type { BankConnectTexts } from "../locales/texts.ts";
import type { PageRequest } from "../model/request.ts";
import type { Account, DataSession } from "../model/session.ts";
import type { IssueCode, IvyErrorCode } from "../model/words.ts";
import { FORMATTING } from "../shared/formatting.ts";
import type { BankChoice, BankConnectState } from "./state.ts";

/** Errors after which the proxy's form still reaches the bank: the library is missing, or has crashed. */
const FORM_ONLY: readonly (IvyErrorCode | undefined)[] = ["wasm_blocked", "load_failed", "internal"];

/** The names of texts that are constant. */
export type ConstantText = { [Name in keyof BankConnectTexts]: BankConnectTexts[Name] extends string ? Name : never }[keyof BankConnectTexts];

/** The text for each rule that a shopper's own input can break. */
const TEXT_OF_ISSUE: Partial<Record<IssueCode, ConstantText>> = {
  invalid_phone: "invalidPhone",
  invalid_email: "invalidEmail",
  invalid_iban: "invalidIban",
  invalid_bic: "invalidIban",
};

/** The text for each error that means something to a shopper. */
const TEXT_OF_CODE: Partial<Record<IvyErrorCode, ConstantText>> = {
  network: "offline",
  timeout: "offline",
  rate_limited: "unavailable",
  proxy_unavailable: "unavailable",
  unauthorized: "signedOut",
};

/** Returns the name of the text for a failed call. */
export function textOfError(error: unknown): ConstantText {
  if (!isIvyError(error)) return "failed";
  const { code, issues = [] } = error;
  const ofInput = code === "validation_failed" && issues.map((issue) => TEXT_OF_ISSUE[issue.code]).find(Boolean);
  return ofInput || (TEXT_OF_CODE[code] ?? "failed");
}

/** Returns the name of the text for an offer of past sessions. */
export function textOfOffer({ sessions, session, identityDiffers }: RecalledOutcome): ConstantText {
  // One account is left when the shopper has removed the others.
  if (session || choicesOf(sessions, null).length === 1) return "recalled";
  return identityDiffers ? "severalPeople" : "several";
}

/** Returns the code of an error, if it is one of this package. A fault in a program has none. */
const codeOf = (error: unknown): IvyErrorCode | undefined => (isIvyError(error) ? error.code : undefined);

/**
 * Returns one choice for each account, those of the offered session first. An account in several sessions is one choice, of
 * the first of them. A session without accounts is a choice as a whole.
 */
export function choicesOf(sessions: readonly DataSession[], offered: DataSession | null): BankChoice[] {
  const inOrder = offered ? [offered, ...sessions.filter(({ id }) => id !== offered.id)] : sessions;
  const keys: string[] = [];
  const choices: BankChoice[] = [];
  const add = (key: string, choice: BankChoice) => {
    if (keys.includes(key)) return;
    keys.push(key);
    choices.push(choice);
  };
  for (const session of inOrder) {
    const accounts = session.data?.accounts ?? [];
    accounts.forEach((account, index) => {
      const iban = ibanOf(account);
      const key = iban ? `iban ${iban} ${session.data?.identity?.name ?? ""}` : `account ${index} ${session.id}`;
      add(key, { session, account, handle: typeof account.handle === "string" ? account.handle : null });
    });
    if (accounts.length === 0) add(`session ${session.id}`, { session, account: undefined, handle: null });
  }
  return choices;
}

/** Matches Unicode's bidirectional controls. */
const BIDI_CONTROLS = /\p{Bidi_Control}/gu;

/** Returns a name without bidirectional controls: a name typed by a bank's customer cannot reverse the text around it. */
export const displayName = (name: string | undefined): string | undefined => name?.replace(BIDI_CONTROLS, "");

/** Returns the account's IBAN without spaces and invisible marks, or "". */
export function ibanOf(account: Account | undefined): string {
  return (account?.identifier?.iban?.iban ?? "").replace(FORMATTING, "");
}

/** Returns the sessions that belong to the same bank and the same person, always including the session itself. */
export function ofSameBank(sessions: readonly DataSession[], session: DataSession): DataSession[] {
  const bank = ({ id, data }: DataSession) => (data?.bankName ? `bank ${data.bankName}\n${data.identity?.name ?? ""}` : `session ${id}`);
  return sessions.filter((each) => each.id === session.id || bank(each) === bank(session));
}

/** Returns the offer without some sessions, or `null` if none is left. Another session is not preselected. */
export function leftWithout(outcome: RecalledOutcome, gone: readonly DataSession[]): RecalledOutcome | null {
  const stays = ({ id }: DataSession) => gone.every((each) => each.id !== id);
  const sessions = outcome.sessions.filter(stays);
  if (sessions.length === 0) return null;
  const keepsOffer = outcome.session && stays(outcome.session);
  const names = new Set(sessions.map(({ data }) => data?.identity?.name));
  return { ...outcome, sessions, identityDiffers: outcome.identityDiffers && names.size > 1, ...(!keepsOffer && { session: null, ageDays: null }) };
}

/**
 * Returns true if only the proxy's form is left to the shopper in this state. Never after a URL that was refused: the form
 * would lead there.
 */
export function needsForm(state: BankConnectState): boolean {
  return state.status === "failed" && FORM_ONLY.includes(codeOf(state.error));
}

/** Returns the fields of the form to the proxy's `/start`, as names and values. */
export function formFields({ permissions, market, locale }: PageRequest): [string, string][] {
  const fields = Object.entries({ permissions: permissions.join(), market, locale });
  return fields.flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : []));
}
