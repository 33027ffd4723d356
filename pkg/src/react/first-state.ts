// The first state of a component, as plain markup: what a server renders, and what the browser shows until the view is there.

import { createElement as h, useRef, type ReactElement, type ReactNode } from "react";
import type { RecalledOutcome } from "../calls/outcomes.ts";
import { choicesOf, displayName, ibanOf } from "../flow/choices.ts";
import type { BankChoice, BankConnectState } from "../flow/state.ts";
import type { BankConnectTexts } from "../locales/texts.ts";

/** The content of a first state. */
export type FirstState = {
  state: BankConnectState;
  texts: BankConnectTexts;
  /** The URL of the proxy's `/start`: the button is then a form, which works before the page is hydrated. */
  action: string | undefined;
  fields: [string, string][];
  connect: () => void;
  choose: (choice: BankChoice) => void;
};

/** Renders the accounts that the server has recalled, or the button to connect. */
export function FirstState(props: FirstState): ReactElement {
  const { state, texts, choose } = props;
  if (state.status !== "recalled") return connectButton(props);
  const { sessions, session } = state.outcome;
  return h(Accounts, { sessions, session, texts, choose });
}

function connectButton({ texts, action, fields, connect }: FirstState): ReactElement {
  if (!action) return h("button", { type: "button", onClick: connect }, texts.connect);
  const inputs = fields.map(([name, value]) => h("input", { key: name, type: "hidden", name, value }));
  return h("form", { method: "post", action }, inputs, h("button", { type: "submit" }, texts.connect));
}

/** Renders the accounts as radio buttons, with the button that uses the selected one. */
function Accounts({ sessions, session, texts, choose }: Pick<RecalledOutcome, "sessions" | "session"> & Pick<FirstState, "texts" | "choose">): ReactElement {
  const list = useRef<HTMLFieldSetElement>(null);
  const choices = choicesOf(sessions, session);
  const use = () => {
    const radios = [...(list.current?.querySelectorAll<HTMLInputElement>("input") ?? [])];
    const choice = choices[radios.findIndex(({ checked }) => checked)];
    if (choice) choose(choice);
  };
  const rows = choices.map((choice, at) => {
    const radio = h("input", { type: "radio", name: "account", defaultChecked: at === 0 && session !== null });
    return h("label", { key: at }, radio, factsOf(choice, texts));
  });
  return h("fieldset", { ref: list }, h("legend", null, texts.accounts), rows, h("button", { type: "button", onClick: use }, texts.choose));
}

/** Returns the facts by which people recognise an account, each isolated from the direction of the others. */
function factsOf({ session, account }: BankChoice, texts: BankConnectTexts): ReactNode[] {
  const end = ibanOf(account).slice(-4);
  const facts = [displayName(session.data?.bankName) ?? texts.unknownBank, end && texts.account(end), displayName(session.data?.identity?.name)];
  return facts.filter(Boolean).flatMap((fact, at) => [at > 0 ? " · " : " ", h("bdi", { key: at }, fact)]);
}
