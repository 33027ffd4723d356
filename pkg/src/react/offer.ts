// The accounts that a shopper chooses from. None is used before the click on the button below them.

import { createElement as h, useId, useRef, useState, type ReactElement, type RefObject } from "react";
import { choicesOf, displayName, ibanOf } from "../flow/choices.ts";
import type { DataSession } from "../model/session.ts";
import type { BankChoice, BankConnectTexts } from "./types.ts";

/** The props of {@link Offer}. */
export type OfferProps = {
  sessions: readonly DataSession[];
  /** The session to preselect. */
  offered: DataSession | null;
  texts: BankConnectTexts;
  titleRef: RefObject<HTMLLegendElement | null>;
  /** Shows a hint in the live region. */
  say: (text: string) => void;
  isBusy: boolean;
  onChoose: (choice: BankChoice) => void;
  onAnother: () => void;
  onForget: ((session: DataSession) => void) | undefined;
};

/** Renders the accounts and their buttons. */
export function Offer({ sessions, offered, texts, titleRef, say, isBusy, onChoose, onAnother, onForget }: OfferProps): ReactElement {
  const name = useId();
  const first = useRef<HTMLInputElement>(null);
  const choices = choicesOf(sessions, offered);
  const [chosen, choose] = useState(offered && choices[0]?.session.id === offered.id ? 0 : -1);

  /** Uses the account that the shopper chose, or asks for a choice. */
  const withChoice = (use: (choice: BankChoice) => void) => () => {
    if (isBusy) return;
    const choice = choices[chosen];
    if (choice) return use(choice);
    say(texts.chooseFirst);
    first.current?.focus();
  };
  // Disabled by its role only, so that it keeps the focus.
  const button = { type: "button" as const, "aria-disabled": isBusy || undefined };

  const row = (choice: BankChoice, index: number) =>
    h(
      "label",
      { key: index },
      h("input", {
        type: "radio",
        name,
        value: index,
        checked: index === chosen,
        onChange: () => choose(index),
        ref: index === 0 ? first : undefined,
      }),
      " ",
      ...described(choice, texts),
    );

  return h(
    "div",
    null,
    h("fieldset", null, h("legend", { ref: titleRef, tabIndex: -1 }, texts.accounts), choices.map(row)),
    h("button", { ...button, onClick: withChoice(onChoose) }, choices.some(({ account }) => account) ? texts.choose : texts.chooseBank),
    " ",
    h("button", { ...button, onClick: onAnother }, texts.anotherBank),
    onForget && " ",
    onForget && h("button", { ...button, onClick: withChoice(({ session }) => onForget(session)) }, texts.forgetBank),
  );
}

/** Returns bank, holder and the end of the IBAN, each in its own element, which together read as one sentence. */
function described({ session, account }: BankChoice, texts: BankConnectTexts): ReactElement[] {
  const lastFour = ibanOf(account).slice(-4);
  const parts = {
    bank: displayName(session.data?.bankName) ?? texts.unknownBank,
    holder: displayName(session.data?.identity?.name),
    account: lastFour ? texts.account(lastFour) : displayName(account?.name),
  };
  return Object.entries(parts)
    .filter(([, text]) => text)
    .map(([part, text], index) => h("span", { key: part, "data-part": part }, index > 0 && ", ", text));
}
