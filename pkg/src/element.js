/**
 * `<ivy-bank-connect>`: the recalled accounts or the button to connect, and all states between, in a page of any kind.
 */
import { createController } from "./element-controller.js";

/** On a server there is no element: importing this has no effect there. */
const Base = globalThis.HTMLElement ?? class {};

const PROPERTIES = ["client", "request", "options", "texts"];

const controllers = new WeakMap();

/** See element.d.ts. */
export class IvyBankConnectElement extends Base {
  static get observedAttributes() {
    return ["action", "lang", "locale"];
  }

  constructor() {
    super();
    controllers.set(this, createController(this));
  }

  connectedCallback() {
    for (const name of PROPERTIES) {
      if (!Object.hasOwn(this, name)) continue;
      // It was set before the element was defined.
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    controllers.get(this).connect();
  }

  disconnectedCallback() {
    controllers.get(this).disconnect();
  }

  attributeChangedCallback() {
    controllers.get(this).refresh();
  }

  get state() {
    return controllers.get(this).state;
  }
}

for (const name of PROPERTIES) {
  Object.defineProperty(IvyBankConnectElement.prototype, name, {
    get() {
      return controllers.get(this).given[name];
    },
    set(value) {
      controllers.get(this).set(name, value);
    },
    configurable: true,
    enumerable: true,
  });
}

// A second copy of this package in a page leaves the first in place.
if (globalThis.customElements && !customElements.get("ivy-bank-connect")) {
  customElements.define("ivy-bank-connect", IvyBankConnectElement);
}
