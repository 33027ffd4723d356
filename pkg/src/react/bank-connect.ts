// The button to connect, the accounts on offer, and all states between, as plain markup without styles.

import { createElement as h, Fragment, useEffect, useRef, useState, type FormEvent, type ReactElement, type ReactNode } from "react";
import { formFields, needsForm, textOfError, textOfOffer } from "../flow/choices.ts";
import type { BankConnectOptions } from "../flow/options.ts";
import { TEXTS } from "../locales/en.ts";
import { withOwnTexts } from "../locales/texts.ts";
import { Offer } from "./offer.ts";
import type { BankChoice, BankConnectOwnTexts, BankConnectState, BankConnectTexts } from "./types.ts";
import { useBankConnect, type BankConnection } from "./use-bank-connect.ts";

/**
 * The props of {@link BankConnect}.
 *
 * @example
 * ```ts
 * import { createClient } from "ivy-data-session";
 * import type { BankConnectProps } from "ivy-data-session/react";
 *
 * const client = createClient({ proxyUrl: "https://shop.example/api/ivy" });
 * const props: BankConnectProps = { client, request: { permissions: ["identity"] }, onChoose: ({ session }) => console.log(session.id) };
 * console.log(props.formAction ?? "no form"); // no form
 * ```
 */
export type BankConnectProps = BankConnectOptions & {
  /** The shopper chose an account, by a click. */
  onChoose: (choice: BankChoice) => void;
  /** Texts to have instead. */
  texts?: BankConnectOwnTexts | undefined;
  /** The class of the outermost element, which also says the state: `[data-state="recalled"]`. */
  className?: string | undefined;
  /**
   * The URL of the proxy's `/start`. With it the button is a form, which reaches the bank before the page is hydrated,
   * without WebAssembly and without scripts. Not for use inside another form.
   */
  formAction?: string | undefined;
  /** Renders a state in its own way; `undefined` keeps what this component has for it. */
  children?: ((bank: BankConnection) => ReactNode | undefined) | undefined;
};

/** Transient states, in which the focus stays. */
const UNDER_WAY: readonly string[] = ["loading", "connecting", "forgetting"];

/** A button: its label and its action. */
type Button = [label: string, action: () => void];

/**
 * The button to connect, the accounts on offer and all states between, as plain markup: no style, `data-part` and
 * `data-state` to hang yours on. What happens is said in a live region; the keyboard goes along with what the shopper did.
 *
 * @example
 * ```tsx
 * import { renderToString } from "react-dom/server";
 * import { createClient } from "ivy-data-session";
 * import { BankConnect } from "ivy-data-session/react";
 *
 * const client = createClient({ proxyUrl: "https://shop.example/api/ivy" });
 * const headers = { "content-type": "application/json", "ivy-client": "1" };
 * const pay = (choice: object) => fetch("/pay", { method: "POST", headers, body: JSON.stringify(choice) });
 * const page = (
 *   <BankConnect
 *     client={client}
 *     request={{ permissions: ["identity"], market: "DE" }}
 *     onChoose={({ session, handle }) => pay({ sessionId: session.id, handle })}
 *   />
 * );
 * console.log(renderToString(page)); // <div data-state="idle"><button type="button">Pay by bank</button><p role="status"></p></div>
 * ```
 */
export function BankConnect(props: BankConnectProps): ReactElement {
  const { children, onChoose, texts: given, className, formAction, ...options } = props;
  const bank = useBankConnect(options);
  const { state } = bank;
  const texts = withOwnTexts(TEXTS, given);
  const root = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLLegendElement>(null);
  const main = useRef<HTMLButtonElement>(null);
  const form = useRef<HTMLFormElement>(null);
  /** True if a user action led to this state. Only then may focus move. */
  const acted = useRef(false);
  const [hint, setHint] = useState({ state, text: "" });

  useEffect(() => {
    if (!acted.current || UNDER_WAY.includes(state.status)) return;
    acted.current = false;
    if (form.current && needsForm(state)) return form.current.submit();
    const active = document.activeElement;
    if (!active || active === document.body || root.current?.contains(active)) (legend.current ?? main.current)?.focus();
  }, [state]);

  const act = (action: () => void) => () => {
    acted.current = true;
    action();
  };

  const own = children?.(bank);
  const message = hint.state === state && hint.text ? hint.text : messageOf(state, texts);
  return h(
    "div",
    { className, "data-state": state.status, ref: root },
    own === undefined ? body() : own,
    h("p", { role: "status" }, message),
  );

  function body(): ReactNode {
    if (state.status === "recalled" || state.status === "forgetting" || state.status === "connected") {
      const isConnected = state.status === "connected";
      const { sessions, session } = isConnected ? { sessions: [state.session], session: state.session } : state.outcome;
      return h(Offer, {
        // Different sessions are a different offer, in which nothing is chosen yet.
        key: sessions.map(({ id }) => id).join(" "),
        ...{ sessions, offered: session, texts, titleRef: legend, onChoose },
        say: (text: string) => setHint({ state, text }),
        isBusy: state.status === "forgetting",
        onAnother: act(bank.connectAnotherBank),
        onForget: isConnected ? undefined : (chosen) => act(() => bank.forgetBank(chosen))(),
      });
    }
    const [label, action] = buttonOf(state.status, texts, bank);
    // Disabled by its role only, so that it keeps the focus.
    const button = { ref: main, "aria-disabled": state.status === "connecting" || undefined };
    const more = moreOf(state, texts, bank).map(([text, action]) => h("button", { key: text, type: "button", onClick: act(action) }, text));
    if (!formAction) return h(Fragment, null, h("button", { ...button, type: "button", onClick: act(action) }, label), more);
    const submit = (event: FormEvent) => {
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

/** Returns the main button of a state. */
function buttonOf(status: BankConnectState["status"], texts: BankConnectTexts, { connect, retry }: BankConnection): Button {
  if (status === "failed") return [texts.retry, retry];
  if (status === "pending") return [texts.checkAgain, retry];
  if (status === "redirecting") return [texts.continueToBank, retry];
  return [texts.connect, connect];
}

/** Returns the further buttons of a state: another bank after an attempt, cancelling while a window is open. */
function moreOf(state: BankConnectState, texts: BankConnectTexts, { connectAnotherBank, cancel }: BankConnection): Button[] {
  if (state.status === "redirecting" && state.mode === "popup") return [[texts.cancel, cancel]];
  return ["pending", "not_connected", "failed"].includes(state.status) ? [[texts.anotherBank, connectAnotherBank]] : [];
}

/** Returns the text of the live region. */
function messageOf(state: BankConnectState, texts: BankConnectTexts): string {
  switch (state.status) {
    case "idle":
      return "";
    case "failed":
      return texts[textOfError(state.error)];
    case "loading":
      return state.task === "recall" ? texts.looking : texts.returning;
    case "recalled":
      return texts[textOfOffer(state.outcome)];
    case "redirecting":
      return state.mode === "popup" ? texts.inWindow : texts.redirecting;
    case "not_connected":
      return state.reason === "expired" ? texts.expired : texts.notConnected;
    default:
      return texts[state.status];
  }
}
