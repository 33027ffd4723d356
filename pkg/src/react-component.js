/**
 * The button to connect, the accounts on offer, and everything between, as plain markup without any style.
 */
import { createElement as h, useEffect, useRef, useState } from "react";
import { useBankConnect } from "./react-hook.js";
import { Offer } from "./react-offer.js";
import { TEXTS } from "./react-texts.js";

/** Errors after which the proxy's form still reaches the bank. */
const FORM_ONLY = ["wasm_blocked", "load_failed"];

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
    if (!acted.current || state.status === "connecting") return;
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
    if (state.status === "recalled" || state.status === "connected") {
      const isRecalled = state.status === "recalled";
      const { sessions, session } = isRecalled ? state.outcome : { sessions: [state.session], session: state.session };
      return h(Offer, {
        ...{ sessions, offered: session, texts, titleRef: target, onChoose },
        say: (text) => setHint({ state, text }),
        onAnother: act(bank.connectAnotherBank),
      });
    }
    const [label, action] = buttonOf(state.status, texts, bank);
    // Said to be disabled, so that the keyboard stays on it.
    const button = { ref: target, "aria-disabled": state.status === "connecting" || undefined };
    if (!formAction) return h("button", { ...button, type: "button", onClick: act(action) }, label);
    const submit = (event) => {
      event.preventDefault();
      act(action)();
    };
    return h(
      "form",
      { method: "post", action: formAction, onSubmit: submit, ref: form },
      fieldsOf(options.request).map(([name, value]) => h("input", { key: name, type: "hidden", name, value })),
      h("button", { ...button, type: "submit" }, label),
    );
  }
}

/** @param {any} state */
const needsForm = ({ status, error }) => status === "failed" && FORM_ONLY.includes(error?.code);

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
 * What the form says to the proxy's `/start`.
 *
 * @param {import("ivy-data-session").PageRequest} request
 */
function fieldsOf({ permissions, market, locale }) {
  return Object.entries({ permissions: permissions.join(), market, locale }).filter(([, value]) => value);
}

/** @param {any} state */
function messageOf({ status, reason }, texts) {
  if (status === "idle") return "";
  if (status === "not_connected") return reason === "expired" ? texts.expired : texts.notConnected;
  return texts[status];
}
