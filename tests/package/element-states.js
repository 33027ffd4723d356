// Every state of `<ivy-bank-connect>`, with the steps that lead to it: the script of the fake client, the element's
// attributes, and the parts to press. `pressed` has the names of parts, `said` the key of the status line's text.

import * as testing from "/node_modules/ivy-data-session/testing.js";

const { fakeIvyError, sampleLogin, sampleNotRecalled, sampleRecalled, sampleSession } = testing;

const never = () => new Promise(() => {});
const opened = { kind: "navigating" };

/** Returns a session with this person, bank and accounts. */
export function session(id, bankName, name, ibans, createdAt) {
  const accounts = ibans.map(([iban, account]) => ({ name: account, type: "checking", identifier: { iban: { iban } } }));
  return sampleSession({ id, createdAt, data: { bankName, identity: { name, dateOfBirth: "1985-12-10" }, accounts } });
}

const main = ["DE89370400440532013000", "Main account"];
const shared = ["FI2112345600000785", "Yhteinen käyttötili ja talouden säästöt"];
const ada = session("s1", "Test Bank", "Ada Example", [main], 1_767_225_600);
const long = session("s2", "Westfälische Landes-Genossenschaftsbank eG", "Ada Example", [shared], 1_764_547_200);
const ben = session("s3", "Test Bank Two", "Ben Sample", [["NL91ABNA0417164300", "Betaalrekening"]], 1_761_955_200);

const recalled = sampleRecalled({ sessions: [ada], ageDays: 3 });
const several = sampleRecalled({ sessions: [ada, long], ageDays: 3 });
const people = sampleRecalled({ sessions: [ada, ben], session: null, ageDays: null, identityDiffers: true });
const none = sampleNotRecalled();
const result = (reason) => ({ resumeBankLogin: { kind: "not_connected", referenceId: "order-2", reason } });
const form = { action: "/api/ivy/start" };
const price = { amount: "66.30", currency: "EUR" };
const invalid = (code, field) => fakeIvyError("validation_failed", { issues: [{ path: ["externalUser", field], code, message: "expected another" }] });

export const states = {
  loading: { script: { recallBank: never }, said: "looking" },
  returning: { script: { resumeBankLogin: never }, said: "returning" },
  connect: { script: { recallBank: none } },
  connecting: { script: { recallBank: none, connectBank: never }, pressed: ["button"], said: "connecting" },
  redirecting: { script: { recallBank: none, connectBank: sampleLogin(), openBankLogin: opened }, pressed: ["button"], said: "redirecting" },
  window: { script: { recallBank: none, connectBank: sampleLogin(), openBankLogin: never }, attributes: { mode: "popup" }, pressed: ["button"], said: "inWindow" },
  recalled: { script: { recallBank: recalled }, said: "recalled" },
  several: { script: { recallBank: several }, said: "recalled" },
  people: { script: { recallBank: people }, said: "severalPeople" },
  choose_first: { script: { recallBank: people }, pressed: ["button"], said: "chooseFirst" },
  bank_alone: { script: { recallBank: sampleRecalled({ sessions: [session("s4", "Test Bank", "Ada Example", [], 1_767_225_600)], ageDays: 0 }) }, said: "recalled" },
  another: { script: { recallBank: several, connectBank: never }, pressed: ["another-bank"], said: "connecting" },
  confirm: { script: { recallBank: several }, pressed: ["forget-bank"], said: "confirmForget" },
  price: { script: { recallBank: recalled }, attributes: price, said: "recalled" },
  connect_price: { script: { recallBank: none }, attributes: price },
  expected: { script: { recallBank: never }, attributes: { expect: "offer" }, said: "looking" },
  forgetting: { script: { recallBank: recalled, forgetBank: never }, pressed: ["forget-bank", "confirm-forget"], said: "forgetting" },
  forgotten: { script: { recallBank: recalled, forgetBank: { forgotten: 1 } }, pressed: ["forget-bank", "confirm-forget"], said: "forgotten" },
  connected: { script: { resumeBankLogin: { kind: "connected", session: ada } }, said: "connected" },
  accounts: { script: { resumeBankLogin: { kind: "connected", session: session("s5", "Test Bank", "Ada Example", [main, shared], 1_767_225_600) } }, said: "connected" },
  pending: { script: { resumeBankLogin: { kind: "pending", referenceId: "order-2" } }, said: "pending" },
  not_connected: { script: result("error"), said: "notConnected" },
  expired: { script: result("expired"), said: "expired" },
  failed: { script: { recallBank: none, connectBank: fakeIvyError("forbidden") }, pressed: ["button"], said: "failed" },
  offline: { script: { recallBank: none, connectBank: fakeIvyError("network") }, pressed: ["button"], said: "offline" },
  unavailable: { script: { recallBank: none, connectBank: fakeIvyError("proxy_unavailable", { requestId: "req-0001" }) }, pressed: ["button"], said: "unavailable" },
  phone: { script: { recallBank: none, connectBank: invalid("invalid_phone", "phone") }, pressed: ["button"], said: "invalidPhone" },
  email: { script: { recallBank: none, connectBank: invalid("invalid_email", "email") }, pressed: ["button"], said: "invalidEmail" },
  iban: { script: { recallBank: none, connectBank: invalid("invalid_iban", "iban") }, pressed: ["button"], said: "invalidIban" },
  form_only: { script: { resumeBankLogin: fakeIvyError("wasm_blocked") }, attributes: form, said: "formOnly" },
};

/** Adds an element to the page and brings it into a state. Returns the element. */
export async function show(name, { attributes = {}, properties = {}, parent = document.querySelector("main") } = {}) {
  const { script, pressed = [], attributes: own = {} } = states[name];
  const element = document.createElement("ivy-bank-connect");
  for (const [key, value] of Object.entries({ ...own, ...attributes })) element.setAttribute(key, value);
  Object.assign(element, {
    client: testing.createFakeClient({ resumeBankLogin: null, ...script }),
    request: { permissions: ["identity", "accounts"], market: "DE" },
    ...properties,
  });
  parent.append(element);
  await press(() => element, pressed);
  await settled(element, name);
  return element;
}

/** Presses parts of an element, or of a component's outermost element, one after the other. */
export async function press(element, parts) {
  for (const part of parts) (await find(element, part)).click();
}

/** Waits for a visible, enabled part of an element. */
export async function find(element, part) {
  for (;;) {
    const root = (typeof element === "function" ? element() : element)?.shadowRoot;
    const found = root?.querySelector(`[part~="${part}"]`);
    const isBusy = found?.getAttribute("aria-disabled") === "true" || root?.querySelector("[part=container]")?.dataset.state === "loading";
    if (found?.checkVisibility() && !isBusy) return found;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The final status of the element, if it differs from the name of the state. */
const statuses = {
  loading: "loading", returning: "loading", connect: "idle", window: "redirecting", several: "recalled", people: "recalled",
  choose_first: "recalled", confirm: "recalled", price: "recalled", connect_price: "idle", expected: "loading", bank_alone: "recalled", another: "connecting", accounts: "connected", expired: "not_connected",
  offline: "failed", unavailable: "failed", phone: "failed", email: "failed", iban: "failed", form_only: "failed",
};

async function settled(element, name) {
  const box = () => element.shadowRoot.querySelector("[part=container]");
  const isThere = () => box()?.dataset.state === (statuses[name] ?? name) && (box().dataset.state !== "loading" || "late" in box().dataset);
  while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 20));
}
