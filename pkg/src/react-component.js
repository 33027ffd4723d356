/**
 * The button to connect, the accounts on offer, and everything between, as plain markup without any style.
 */
import { createElement as h, Fragment, useEffect, useRef, useState } from "react";
import { formFields, needsForm, textOfCode } from "./bank-choices.js";
import { TEXTS } from "./bank-texts.js";
import { useBankConnect } from "./react-hook.js";
import { Offer } from "./react-offer.js";

/** While these last, the keyboard stays where it is. */
const UNDER_WAY = ["loading", "connecting", "forgetting"];

/**
 * See react.d.ts.
 *
 * @param {import("../react.js").BankConnectProps} props
 */
export function BankConnect({ children, onChoose, texts: given, className, formAction, ...options }) {
  const bank = useBankConnect(options);
  const { state } = bank;
  const texts = { ...TEXTS, ...given };
  const root = useRef(/** @type {HTMLElement | null} */ (null));
  const target = useRef(/** @type {HTMLElement | null} */ (null));
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  /** Whether the shopper did what led to this state: then the keyboard goes along. */
  const acted = useRef(false);
  const [hint, setHint] = useState({ state, text: "" });

  useEffect(() => {
    if (!acted.current || UNDER_WAY.includes(state.status)) return;
    acted.current = false;
    if (form.current && needsForm(state)) return form.current.submit();
    const active = document.activeElement;
    if (!active || active === document.body || root.current?.contains(active)) target.current?.focus();
  }, [state]);

  const act = (action) => () => {
    acted.current = true;
    action();
  };

  const own = children?.(bank);
  const said = hint.state === state && hint.text ? hint.text : messageOf(state, texts);
  return h(
    "div",
    { className, "data-state": state.status, ref: root },
    own === undefined ? body() : own,
    h("p", { role: "status" }, said),
  );

  function body() {
    if (state.status === "recalled" || state.status === "forgetting" || state.status === "connected") {
      const isConnected = state.status === "connected";
      const { sessions, session } = isConnected ? { sessions: [state.session], session: state.session } : state.outcome;
      return h(Offer, {
        // Other sessions are another offer, in which nothing is chosen yet.
        key: sessions.map(({ id }) => id).join(" "),
        ...{ sessions, offered: session, texts, titleRef: target, onChoose },
        say: (text) => setHint({ state, text }),
        isBusy: state.status === "forgetting",
        onAnother: act(bank.connectAnotherBank),
        onForget: isConnected ? undefined : (chosen) => act(() => bank.forgetBank(chosen))(),
      });
    }
    const [label, action] = buttonOf(state.status, texts, bank);
    // Said to be disabled, so that the keyboard stays on it.
    const button = { ref: target, "aria-disabled": state.status === "connecting" || undefined };
    const more = moreOf(state, texts, bank).map(([text, action]) => h("button", { key: text, type: "button", onClick: act(action) }, text));
    if (!formAction) return h(Fragment, null, h("button", { ...button, type: "button", onClick: act(action) }, label), more);
    const submit = (event) => {
      event.preventDefault();
      act(action)();
    };
    return h(
      "form",
      { method: "post", action: formAction, onSubmit: submit, ref: form },
      formFields(options.request).map(([name, value]) => h("input", { key: name, type: "hidden", name, value })),
      h("button", { ...button, type: "submit" }, label),
      more,
    );
  }
}

/**
 * The label of the one button, and what it does.
 *
 * @returns {[string, () => void]}
 */
function buttonOf(status, texts, { connect, retry }) {
  if (status === "failed") return [texts.retry, retry];
  if (status === "pending") return [texts.checkAgain, retry];
  if (status === "redirecting") return [texts.continueToBank, retry];
  return [texts.connect, connect];
}

/**
 * The buttons beside it: another bank where something was tried, an end to the wait for a window.
 *
 * @param {any} state
 * @param {import("../react.js").BankConnectTexts} texts
 * @param {import("../react.js").BankConnection} bank
 * @returns {[string, () => void][]}
 */
function moreOf({ status, mode }, texts, { connectAnotherBank, cancel }) {
  if (mode === "popup") return [[texts.cancel, cancel]];
  return ["pending", "not_connected", "failed"].includes(status) ? [[texts.anotherBank, connectAnotherBank]] : [];
}

/** @param {any} state */
function messageOf({ status, task, mode, reason, outcome, error }, texts) {
  if (status === "idle") return "";
  if (status === "failed") return texts[textOfCode(error?.code)];
  if (status === "loading") return task === "recall" ? texts.looking : texts.returning;
  if (status === "recalled" && !outcome.session) return texts.several;
  if (status === "redirecting" && mode === "popup") return texts.inWindow;
  if (status === "not_connected") return reason === "expired" ? texts.expired : texts.notConnected;
  return texts[status];
}
