// The button to connect, the accounts on offer, and all states between, with the view of `<ivy-bank-connect>`.

import { createElement as h, useRef, useState, type ReactElement, type ReactNode } from "react";
import { maskBy } from "../element/mask.ts";
import { priceOf } from "../element/price.ts";
import { statusOf } from "../element/status.ts";
import { formFields, needsForm } from "../flow/choices.ts";
import { languageOf } from "../flow/i18n.ts";
import type { BankConnectOptions } from "../flow/options.ts";
import { TEXTS } from "../locales/en.ts";
import { withOwnTexts, type BankConnectTexts } from "../locales/texts.ts";
import { FirstState } from "./first-state.ts";
import type { BankChoice, BankConnectOwnTexts, BankConnectState } from "./types.ts";
import { useBankConnect, type BankConnection } from "./use-bank-connect.ts";
import { useLanguage, useView } from "./use-view.ts";

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
  /** A language tag such as `de-AT`; by default the `lang` around the component. */
  locale?: string | undefined;
  /** The colours: by default as the device is set. */
  theme?: "light" | "dark" | "auto" | undefined;
  /** The amount as a plain decimal number, such as `66.30`. With `currency` the buttons name the price. */
  amount?: string | undefined;
  /** The currency of the amount: its code in ISO 4217, such as `EUR`. */
  currency?: string | undefined;
  /** The result that the page expects of the lookup, which decides the shape of the wait. */
  expect?: "offer" | "connect" | undefined;
  /** `off` switches off that the component scrolls to the result on a return page and focuses it. */
  reveal?: "auto" | "off" | undefined;
  /** Returns the URL of a bank's logo, or `undefined`: then the first letter of the bank's name is its mark. */
  bankLogo?: ((session: BankChoice["session"]) => string | undefined) | undefined;
  /** Renders a state in its own way; `undefined` keeps what this component has for it. */
  children?: ((bank: BankConnection) => ReactNode | undefined) | undefined;
};

/**
 * The button to connect, the accounts on offer and all states between, in Ivy's languages and with the looks of
 * `<ivy-bank-connect>`: custom properties such as `--ivy-accent` on the class, parts by `::part()`. A server renders the first
 * state, as a plain button or form.
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
 * console.log(renderToString(page)); // <div data-state="idle"><button type="button">Pay by bank</button></div>
 * ```
 */
export function BankConnect(props: BankConnectProps): ReactElement {
  const { children, onChoose, texts: given, className, formAction, locale, theme, amount, currency, expect, reveal, bankLogo, ...options } = props;
  const request = locale ? { locale: languageOf(locale), ...options.request } : options.request;
  /** The client that cannot load the library. */
  const [broken, setBroken] = useState<unknown>(null);
  const onError = (error: Error) => {
    if (needsForm({ status: "failed", error })) setBroken(options.client);
    options.onError?.(error);
  };
  const bank = useBankConnect({ ...options, request, onError });
  const { state, ...actions } = bank;
  const host = useRef<HTMLElement | null>(null);
  const { tag, language, words } = useLanguage(host, locale);
  const texts = withOwnTexts(words ?? TEXTS, given);
  const own = children?.(bank);
  const model = {
    ...{ state, texts, language, tag, bankLogo },
    isFormOnly: broken === options.client,
    action: formAction ?? null,
    fields: formFields(request),
    mask: (iban: string) => maskBy(options.client, iban),
    price: priceOf(amount, currency, tag),
    expected: expect ?? ("unknown" as const),
    reveals: reveal !== "off",
  };
  const { ref, isCovered } = useView(host, options.client, { ...actions, choose: onChoose }, words && own === undefined ? model : null);
  const first = { state, texts, action: formAction, fields: model.fields, connect: bank.connect, choose: onChoose };
  return h(
    "div",
    // The style of the view reads the theme from its host.
    { className, "data-state": state.status, ref, ...(theme && ({ theme } as object)) },
    own !== undefined ? ownState(own, state, texts) : isCovered ? null : h(FirstState, first),
  );
}

/** Renders markup of the page's own, and announces the state. */
function ownState(own: ReactNode, state: BankConnectState, texts: BankConnectTexts): ReactNode {
  return [h("div", { key: "own" }, own), h("p", { key: "status", role: "status" }, statusOf(state, texts, false)[0])];
}
