/**
 * The accounts that a shopper chooses from. Nothing is used before the click on the button below them.
 */
import { createElement as h, useId, useRef, useState } from "react";
import { choicesOf, ibanOf, shown } from "./bank-choices.js";

/**
 * @param {{sessions: any[], offered: any, texts: any, titleRef: any, say: (text: string) => void,
 *   isBusy: boolean, onChoose: (choice: any) => void, onAnother: () => void, onForget?: (session: any) => void}} props
 */
export function Offer({ sessions, offered, texts, titleRef, say, isBusy, onChoose, onAnother, onForget }) {
  const name = useId();
  const first = useRef(/** @type {HTMLInputElement | null} */ (null));
  const choices = choicesOf(sessions, offered);
  const [chosen, choose] = useState(offered && choices[0]?.session.id === offered.id ? 0 : -1);

  /** Nothing is used or forgotten but what the shopper chose. */
  const withChoice = (use) => () => {
    if (isBusy) return;
    if (choices[chosen]) return use(choices[chosen]);
    say(texts.chooseFirst);
    first.current?.focus();
  };
  // Said to be disabled, so that the keyboard stays on it.
  const button = { type: "button", "aria-disabled": isBusy || undefined };

  const row = (choice, index) =>
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

/** Bank, holder and the end of the IBAN, each in an element of its own, to be read as one sentence. */
function described({ session, account }, texts) {
  const lastFour = ibanOf(account).slice(-4);
  const parts = {
    bank: shown(session.data?.bankName) ?? texts.unknownBank,
    holder: shown(session.data?.identity?.name),
    account: lastFour ? texts.account(lastFour) : shown(account?.name),
  };
  return Object.entries(parts)
    .filter(([, text]) => text)
    .map(([part, text], index) => h("span", { key: part, "data-part": part }, index > 0 && ", ", text));
}
