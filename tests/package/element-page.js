// What the tests of the element need of a page. They drive it from outside, as `globalThis.lib`.

import * as element from "/node_modules/ivy-data-session/element.js";
import * as testing from "/node_modules/ivy-data-session/testing.js";
import * as states from "./element-states.js";

/** A promise that a test settles from outside. */
function later() {
  const settle = {};
  const promise = new Promise((resolve, reject) => Object.assign(settle, { resolve, reject }));
  return Object.assign(globalThis, { settle }) && promise;
}

/** Puts an element with a scripted client into the page, and notes its events as `[type, what it is about]`. */
function mount(script, { attributes = {}, properties = {} } = {}) {
  const bank = document.createElement("ivy-bank-connect");
  for (const [name, value] of Object.entries(attributes)) bank.setAttribute(name, value);
  const client = testing.createFakeClient({ resumeBankLogin: null, recallBank: testing.sampleNotRecalled(), ...script });
  Object.assign(bank, { client, request: { permissions: ["identity"], market: "DE" }, ...properties });
  document.querySelector("main").append(bank);
  return Object.assign(globalThis, { bank });
}

const events = [];
const about = ({ code, reason, session, sessions, handle }) => [code ?? reason ?? sessions?.length ?? session?.id, ...(handle ? [handle] : [])];
for (const type of ["choose", "recalled", "connected", "notconnected", "error"]) {
  // On the document: they bubble out of the element, and of a shadow tree that it may be in. An error stays at its element, where only
  // capturing finds it from outside; one at the window would be told twice.
  document.addEventListener(type, ({ detail }) => detail && events.push([type, ...about(detail)]), type === "error");
}
addEventListener("error", ({ detail }) => detail && events.push(["error at the window", ...about(detail)]));

globalThis.lib = { ...element, ...testing, ...states, later, mount, events };
globalThis.result = true;
