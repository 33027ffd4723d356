// The class of `<ivy-bank-connect>`.

import type { Client } from "../client/client.ts";
import type { BankConnectState } from "../flow/state.ts";
import type { BankConnectOwnTexts } from "../locales/texts.ts";
import type { PageRequest } from "../model/request.ts";
import type { DataSession } from "../model/session.ts";
import { createController, type Controller, type Properties } from "./controller.ts";
import type { BankConnectElementOptions, BankConnectEventMap } from "./types.ts";

// On a server there are no elements: the class then extends an empty one, and is never constructed.
const Base: { new (): HTMLElement; prototype: HTMLElement } = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

const PROPERTIES: readonly (keyof Properties)[] = ["client", "request", "options", "texts", "bankLogo", "initial"];

const controllers = new WeakMap<HTMLElement, Controller>();

/** Returns the controller of an element. The constructor has made it. */
const controllerOf = (element: HTMLElement): Controller => controllers.get(element) as Controller;

/**
 * The element `<ivy-bank-connect>`. It begins as soon as it is in a page and has a `client` and a `request`; until then, and
 * where there are no scripts, it shows what the page has put into it, best a form to the proxy's `/start`:
 *
 * ```html
 * <ivy-bank-connect action="/api/ivy/start">
 *   <form action="/api/ivy/start" method="post">
 *     <input type="hidden" name="permissions" value="identity">
 *     <button>Pay by bank</button>
 *   </form>
 * </ivy-bank-connect>
 * ```
 *
 * Nothing that it offers is used before the shopper's click: wait for the event `choose`. A page from the back/forward cache
 * drops everything shown and starts again. Call `customerChanged` of the client when somebody
 * signs in or out without a new page.
 *
 * {@link BankConnectElementAttributes} has its attributes, {@link BankConnectEventMap} its events.
 *
 * | custom property | default | |
 * |---|---|---|
 * | `--ivy-accent`, `--ivy-on-accent` | near black on white | the main button and the chosen account |
 * | `--ivy-text`, `--ivy-soft` | | words, and words beside them |
 * | `--ivy-ground`, `--ivy-tint` | | the surface, and what is lifted from it |
 * | `--ivy-line`, `--ivy-edge` | | lines that part, and the edges of what can be clicked |
 * | `--ivy-good`, `--ivy-warn`, `--ivy-bad`, `--ivy-focus` | | the tones of the status; the ring around what has the keyboard |
 * | `--ivy-font`, `--ivy-font-size` | the page's, `1rem` | the font and its size |
 * | `--ivy-radius`, `--ivy-padding`, `--ivy-border` | `12px`, `1em`, a thin line | corners, the space inside, the outer border |
 *
 * Parts for `::part()`: `container`, `status`, `reference`, `skeleton`, `accounts`, `title`, `account`, `radio`, `mark`,
 * `bank`, `iban`, `holder`, `age`, `form`, `button`, `link` (with `another-bank`, `forget-bank`,
 * `confirm-forget`, `cancel`), `note`.
 *
 * @example
 * ```ts
 * import { createClient } from "ivy-data-session";
 * import "ivy-data-session/element";
 *
 * if (globalThis.document) {
 *   const bank = document.createElement("ivy-bank-connect");
 *   bank.client = createClient({ proxyUrl: "/api/ivy" });
 *   bank.request = { permissions: ["identity"], market: "DE" };
 *   bank.addEventListener("choose", ({ detail: { session, handle } }) => {
 *     fetch("/pay", {
 *       method: "POST",
 *       headers: { "content-type": "application/json", "ivy-client": "1" },
 *       body: JSON.stringify({ sessionId: session.id, handle }),
 *     });
 *   });
 *   document.body.append(bank);
 * }
 * ```
 */
export class IvyBankConnectElement extends Base {
  /** The client. Setting a different client resets the element, since the customer may be another. */
  declare client: Client | undefined;
  /** The request. Without a `locale` of its own, it gets the language of the element. */
  declare request: PageRequest | undefined;
  declare options: BankConnectElementOptions | undefined;
  /** Texts to use instead. */
  declare texts: BankConnectOwnTexts | undefined;
  /** The outcome that the page's server has rendered: `initial` of the proxy's `recall`. */
  declare initial: string | undefined;
  /** Returns the URL of a bank's logo. Without one the first letter of the bank's name is its mark. */
  declare bankLogo: ((session: DataSession) => string | undefined) | undefined;

  /** @internal */
  static get observedAttributes(): string[] {
    return ["action", "amount", "currency", "expect", "lang", "locale"];
  }

  /** @internal */
  constructor() {
    super();
    controllers.set(this, createController(this));
  }

  /** @internal */
  connectedCallback(): void {
    for (const name of PROPERTIES) {
      if (!Object.hasOwn(this, name)) continue;
      // It was set before the element was defined.
      const value = this[name];
      delete this[name];
      Object.assign(this, { [name]: value });
    }
    controllerOf(this).connect();
  }

  /** @internal */
  disconnectedCallback(): void {
    controllerOf(this).disconnect();
  }

  /** @internal */
  attributeChangedCallback(): void {
    controllerOf(this).refresh();
  }

  /** The state of the bank connection. */
  get state(): BankConnectState {
    return controllerOf(this).state;
  }
}

/** The listeners of {@link IvyBankConnectElement}, which extends this interface by its own events. */
export interface IvyBankConnectElement {
  addEventListener<Type extends keyof BankConnectEventMap>(
    type: Type,
    listener: (this: IvyBankConnectElement, event: BankConnectEventMap[Type]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<Type extends keyof HTMLElementEventMap>(
    type: Type,
    listener: (this: HTMLElement, event: HTMLElementEventMap[Type]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: ((event: Event) => void) | { handleEvent(event: Event): void },
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  // Empty declarations of the platform's types. They add nothing to a page's, and let a server without them compile this file.
  interface AddEventListenerOptions {}
  interface CustomEvent<T = any> {}
  interface HTMLElement {}
  interface HTMLElementEventMap {}

  interface HTMLElementTagNameMap {
    "ivy-bank-connect": IvyBankConnectElement;
  }
}

for (const name of PROPERTIES) {
  Object.defineProperty(IvyBankConnectElement.prototype, name, {
    get(this: IvyBankConnectElement) {
      return controllerOf(this).properties[name];
    },
    set(this: IvyBankConnectElement, value: Properties[typeof name]) {
      controllerOf(this).set(name, value);
    },
    configurable: true,
    enumerable: true,
  });
}

// A second copy of this package in a page leaves the first in place.
if (globalThis.customElements && !customElements.get("ivy-bank-connect")) {
  customElements.define("ivy-bank-connect", IvyBankConnectElement);
}
