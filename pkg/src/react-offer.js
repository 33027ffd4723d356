/**
 * The accounts that a shopper chooses from. Nothing is used before the click on the button below them.
 */
import { createElement as h, useId, useRef, useState } from "react";
import { choicesOf, ibanOf } from "./react-choices.js";

/**
 * @param {{sessions: any[], offered: any, texts: any, titleRef: any, say: (text: string) => void,
 *   onChoose: (choice: any) => void, onAnother: () => void}} props
 */
export function Offer({ sessions, offered, texts, titleRef, say, onChoose, onAnother }) {
  const name = useId();
  const first = useRef(/** @type {HTMLInputElement | null} */ (null));
  const choices = choicesOf(sessions, offered);
  const [chosen, choose] = useState(offered && choices[0]?.session.id === offered.id ? 0 : -1);

  function use() {
    if (choices[chosen]) return onChoose(choices[chosen]);
    say(texts.chooseFirst);
    first.current?.focus();
  }

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
    h("button", { type: "button", onClick: use }, texts.choose),
    " ",
    h("button", { type: "button", onClick: onAnother }, texts.anotherBank),
  );
}

/** Bank, holder and the end of the IBAN, each in an element of its own, to be read as one sentence. */
function described({ session, account }, texts) {
  const lastFour = ibanOf(account).slice(-4);
  const parts = {
    bank: session.data?.bankName ?? texts.unknownBank,
    holder: session.data?.identity?.name,
    account: lastFour ? texts.account(lastFour) : account?.name,
  };
  return Object.entries(parts)
    .filter(([, text]) => text)
    .map(([part, text], index) => h("span", { key: part, "data-part": part }, index > 0 && ", ", text));
}
