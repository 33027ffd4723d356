// The controller of one element: its flow, its texts, and the model of its view.

import type { Client } from "../client/client.ts";
import { checkBuiltIns, toIvyError } from "../errors/boundary.ts";
import type { IvyError } from "../errors/ivy-error.ts";
import { formFields, needsForm } from "../flow/choices.ts";
import { createFlow, type Flow } from "../flow/flow.ts";
import { languageOf, loadTexts, textLanguageOf } from "../flow/i18n.ts";
import { firstState } from "../flow/initial.ts";
import type { BankConnectOptions } from "../flow/options.ts";
import { IDLE, type BankConnectState } from "../flow/state.ts";
import { TEXTS } from "../locales/en.ts";
import { withOwnTexts, type BankConnectTexts } from "../locales/texts.ts";
import type { PageRequest } from "../model/request.ts";
import { attempt } from "../shared/values.ts";
import { maskBy } from "./mask.ts";
import { showChildren } from "./own-form.ts";
import { priceOf } from "./price.ts";
import { adoptStyle } from "./sheet.ts";
import type { Expected } from "./status.ts";
import type { BankConnectElementProperties, BankConnectEventMap } from "./types.ts";
import { createView, type View } from "./view.ts";

/** The time that a language may take to load before English replaces it, in milliseconds. */
const PATIENCE_MS = 3_000;

/** The properties that a page sets. */
export type Properties = Required<BankConnectElementProperties>;

/** The controller of one element. */
export type Controller = {
  readonly properties: Properties;
  readonly state: BankConnectState;
  set(name: keyof Properties, value: Properties[keyof Properties]): void;
  connect(): void;
  disconnect(): void;
  refresh(): void;
};

/** Makes the controller of an element, with its shadow root. */
export function createController(element: HTMLElement): Controller {
  const root = element.attachShadow({ mode: "open" });
  const properties: Properties = { client: undefined, request: undefined, options: undefined, texts: undefined, bankLogo: undefined, initial: undefined };
  let state: BankConnectState = IDLE;
  let flow: Flow | null = null;
  /** The `initial` that was used for another client. */
  let spent: string | undefined;
  let view: View | null = null;
  let unmount = () => {};
  let words: BankConnectTexts | null = null;
  /** The language that was requested last. */
  let language = "";
  /** True if the library cannot be loaded. */
  let isFormOnly = false;

  // Until there is something to draw, the element shows the children that the page has given it.
  showChildren(root);
  // Without its style the element still works.
  attempt(() => adoptStyle(root));

  /**
   * Runs a step. If it fails, because a script of the page has replaced a built-in function, the flow ends and the page's own
   * form is shown: never half a view, and never one that waits for ever.
   */
  function step(run: () => void): void {
    try {
      run();
    } catch (error) {
      giveUp(toIvyError(error));
    }
  }

  function giveUp(error: IvyError): void {
    attempt(stop);
    unmount = () => {};
    flow = view = null;
    state = { status: "failed", error };
    const action = element.getAttribute("action");
    showChildren(root, action ? { action, fields: attempt(() => formFields(request())) ?? [], texts: words ?? TEXTS } : undefined);
    attempt(() => emit("error", error));
  }

  function emit<Type extends keyof BankConnectEventMap>(name: Type, detail: BankConnectEventMap[Type]["detail"]): void {
    // Like the `error` of built-in elements, it does not bubble: otherwise the page's `window.onerror` would get it.
    element.dispatchEvent(new CustomEvent(name, { detail, bubbles: name !== "error", composed: true }));
  }

  /** Returns the request, with the language of the element unless the merchant has set one. */
  const request = (): PageRequest => ({
    locale: languageOf(tag()),
    // A flow, which asks for it, is made only once there are a client and a request.
    ...(properties.request as PageRequest),
  });

  const initial = (): string | undefined => properties.initial ?? element.getAttribute("initial") ?? undefined;

  const options = (): BankConnectOptions => ({
    ...properties.options,
    // See `request`.
    client: properties.client as Client,
    request: request(),
    initial: initial(),
    mode: element.getAttribute("mode") === "popup" ? "popup" : "redirect",
    onRecalled: (outcome) => emit("recalled", outcome),
    onConnected: (session) => emit("connected", { kind: "connected", session }),
    onNotConnected: (login) => emit("notconnected", { kind: "not_connected", ...login }),
    onError: (error) => {
      isFormOnly ||= needsForm({ status: "failed", error });
      // The event's type names the usual error; a fault in a program arrives here too.
      emit("error", error as BankConnectEventMap["error"]["detail"]);
    },
  });

  /** Returns the language tag of the element. */
  function tag(): string {
    let near: HTMLElement | null = element;
    // Not `closest`: script libraries replace it.
    while (near && !near.hasAttribute("lang")) near = near.parentElement;
    return element.getAttribute("locale") || near?.lang || document.documentElement.lang;
  }

  function show(next: BankConnectState): void {
    state = next;
    if (["recalled", "redirecting", "connected"].includes(state.status)) isFormOnly = false;
    draw();
  }

  function draw(): void {
    step(() => {
      if (!flow || !words) return;
      view ??= createView(root, { ...flow.actions, choose: (choice) => emit("choose", choice) });
      view.draw({
        state,
        texts: withOwnTexts(words, properties.texts),
        language: words === TEXTS ? "en" : language,
        tag: tag(),
        action: element.getAttribute("action"),
        fields: formFields(request()),
        mask: (iban) => maskBy(properties.client as Client, iban),
        isFormOnly,
        price: priceOf(element.getAttribute("amount"), element.getAttribute("currency"), tag()),
        expected: expectedOf(element.getAttribute("expect")),
        reveals: element.getAttribute("reveal") !== "off",
        bankLogo: properties.bankLogo,
      });
    });
  }

  function stop(): void {
    unmount();
    unmount = () => {};
  }

  /** Starts the flow. A different client may mean a different customer, so all earlier state is discarded. */
  function start(isOther: boolean): void {
    if (isOther) {
      if (flow) spent = initial();
      stop();
      flow = view = null;
      isFormOnly = false;
      state = IDLE;
      showChildren(root);
    }
    // A flow that has failed to draw begins again with another client only.
    const hasGivenUp = !flow && state.status === "failed";
    if (hasGivenUp || !element.isConnected || !properties.client || !properties.request) return;
    step(() => {
      if (!flow) {
        checkBuiltIns();
        state = initial() === spent ? IDLE : firstState(options());
        flow = createFlow(options, show, { first: state, spent });
        unmount = flow.mount();
      }
      refresh();
    });
  }

  /** Draws, after loading the language if it has changed. */
  function refresh(): void {
    const wanted = textLanguageOf(tag());
    if (wanted === language) return draw();
    language = wanted;
    const speak = (found: BankConnectTexts) => {
      // Another language may have been requested meanwhile.
      if (wanted !== language) return;
      words = found;
      draw();
    };
    const timer = setTimeout(() => words ?? speak(TEXTS), PATIENCE_MS);
    const end = (found: BankConnectTexts) => {
      clearTimeout(timer);
      speak(found);
    };
    loadTexts(wanted).then(end, () => end(TEXTS));
  }

  return {
    properties,
    get state() {
      return state;
    },
    set(name, value) {
      const isOther = name === "client" && value !== properties.client;
      Object.assign(properties, { [name]: value });
      start(isOther);
    },
    connect() {
      step(() => {
        if (flow) unmount = flow.mount();
        start(false);
      });
    },
    disconnect: stop,
    refresh() {
      if (flow) step(refresh);
    },
  };
}

/** Reads the attribute `expect`. */
const expectedOf = (value: string | null): Expected => (value === "offer" || value === "connect" ? value : "unknown");
