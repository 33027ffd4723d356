// The page of the element's tests. The tests call the functions of `globalThis.lib`.

import * as element from "/node_modules/ivy-data-session/element.js";
import * as testing from "/node_modules/ivy-data-session/testing.js";
import * as states from "./element-states.js";

/** Returns a promise that the test settles by `globalThis.settle`. */
function later() {
  const settle = {};
  const promise = new Promise((resolve, reject) => Object.assign(settle, { resolve, reject }));
  return Object.assign(globalThis, { settle }) && promise;
}

/** Adds an element with a scripted client to the page, as `globalThis.bank`. */
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
  // Listen on the document. Events bubble out of the element and of any shadow tree around it, except `error`, which a
  // capturing listener gets. A listener on the window would record it twice.
  document.addEventListener(type, ({ detail }) => detail && events.push([type, ...about(detail)]), type === "error");
}
addEventListener("error", ({ detail }) => detail && events.push(["error at the window", ...about(detail)]));

globalThis.lib = { ...element, ...testing, ...states, later, mount, events };
globalThis.result = true;
