/**
 * A client that answers what a test has scripted, and nothing else.
 */
import { invalid, isIvyError } from "./errors.js";
import { fakeIvyError } from "./testing-error.js";

/** The methods of a client, and at which place each takes its options. */
const OPTIONS_AT = {
  connectBank: 1,
  recallBank: 1,
  openBankLogin: 1,
  resumeBankLogin: 0,
  createDataSession: 1,
  listDataSessions: 1,
  getDataSession: 1,
  forgetBank: 1,
};

/** By this a client masks an IBAN for `<ivy-bank-connect>` (`client.js`). */
const MASK = Symbol.for("ivy-data-session.maskIban");

/** See testing.d.ts. */
export function createFakeClient(script = {}) {
  for (const name of Object.keys(script)) {
    if (!Object.hasOwn(OPTIONS_AT, name)) {
      throw new TypeError(`createFakeClient: a client has no method ${name}; it has ${Object.keys(OPTIONS_AT).join(", ")}`);
    }
  }
  const steps = copy(script);
  const calls = [];
  const unscripted = [];
  const asked = new Map();

  /** What becomes of a call. */
  async function answer(name, args) {
    const step = next(name);
    const value = typeof step === "function" ? await step(...args) : step;
    if (value === undefined) throw complaint(`the function that is scripted for ${name} gave no outcome`);
    if (isIvyError(value) || value instanceof Error) throw value;
    // Every call of a real client makes new objects.
    return copy(value);
  }

  /**
   * The outcome to open may be on its way.
   *
   * @param {any[]} args
   */
  async function opened(args) {
    const login = await args[0];
    checkLogin(login);
    return answer("openBankLogin", [login, ...args.slice(1)]);
  }

  function next(name) {
    const step = steps[name];
    const count = (asked.get(name) ?? 0) + 1;
    asked.set(name, count);
    if (step === undefined) throw complaint(`${name} was called, and no outcome is scripted for it: createFakeClient({ ${name}: … })`);
    if (!Array.isArray(step)) return step;
    if (count > step.length) throw complaint(`${name} was called ${times(count)}, and outcomes are scripted for ${step.length}`);
    return step[count - 1];
  }

  function complaint(sentence) {
    unscripted.push(sentence);
    return new Error(sentence);
  }

  function verify() {
    const unused = Object.keys(steps).flatMap((name) => {
      const [wanted, count] = [steps[name], asked.get(name) ?? 0];
      if (!Array.isArray(wanted) || count >= wanted.length) return [];
      return [`${name} was called ${times(count)}, and outcomes are scripted for ${wanted.length}`];
    });
    const complaints = [...unscripted, ...unused];
    if (complaints.length > 0) throw new Error(complaints.join("; "));
  }

  const methods = Object.entries(OPTIONS_AT).map(([name, optionsAt]) => [
    name,
    async (...args) => {
      calls.push({ method: name, args: copy(args) });
      const signal = args[optionsAt]?.signal;
      checkArguments(name, args, signal);
      if (signal?.aborted) throw fakeIvyError("aborted");
      return unlessAborted(name === "openBankLogin" ? opened(args) : answer(name, args), signal);
    },
  ]);
  return Object.freeze({ ...Object.fromEntries(methods), calls, verify, [MASK]: masked });
}

/**
 * What the real client refuses before it asks anybody.
 *
 * @param {string} name
 * @param {any[]} args
 * @param {any} signal
 */
function checkArguments(name, [first], signal) {
  if (name === "openBankLogin" && typeof first?.then !== "function") checkLogin(first);
  if (signal !== undefined && !(typeof signal?.aborted === "boolean" && typeof signal.addEventListener === "function")) {
    throw invalid([{ path: ["signal"], code: "type", message: "signal: expected an AbortSignal" }]);
  }
}

function checkLogin(outcome) {
  if (typeof outcome?.redirectUrl !== "string" || typeof outcome.referenceId !== "string") {
    throw invalid([{ path: [], code: "type", message: "expected the outcome of connectBank whose kind is login" }]);
  }
}

/** An IBAN as the real package masks it; there is no library here. */
function masked(iban) {
  const text = iban.replace(/ /g, "").replace(/[a-z]/g, (letter) => letter.toUpperCase());
  if (!/^[A-Z]{2}[A-Z0-9]{13,32}$/.test(text)) return "••••";
  const shown = [...text].map((character, at) => (at < 2 || at >= text.length - 4 ? character : "•"));
  return shown.join("").replace(/(.{4})(?=.)/g, "$1 ");
}

/** The promise, or `aborted` as soon as the signal says so. */
function unlessAborted(promise, signal) {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(fakeIvyError("aborted"));
    signal.addEventListener("abort", abort);
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** A copy of plain data; errors, functions and signals stay what they are. */
function copy(value, known = new Map()) {
  if (typeof value !== "object" || value === null) return value;
  if (known.has(value)) return known.get(value);
  // A test runner may have made the value in another realm, with another Object.prototype.
  const prototype = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!isPlain && !Array.isArray(value)) return value;
  const made = Array.isArray(value) ? [] : {};
  known.set(value, made);
  for (const [key, member] of Object.entries(value)) {
    Object.defineProperty(made, key, { value: copy(member, known), enumerable: true, writable: true, configurable: true });
  }
  return made;
}

const times = (count) => (count === 0 ? "never" : count === 1 ? "once" : `${count} times`);
