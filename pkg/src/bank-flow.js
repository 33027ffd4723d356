/**
 * The way to the bank and back: one state, one call at a time. The element and the React entry draw it; it knows of
 * neither.
 */
import { leftWithout, ofSameBank } from "./bank-choices.js";
import { isIvyError } from "./errors.js";

/** @typedef {import("../element.js").BankConnectState} State */
/** @typedef {import("../react.js").BankConnectOptions} Options */

/**
 * Nothing was asked for yet.
 *
 * @type {State}
 */
export const IDLE = Object.freeze({ status: "idle" });

/** States in which a call is under way, and what is seen again where it is ended without a word. */
const UNDER_WAY = {
  loading: () => IDLE,
  connecting: () => IDLE,
  redirecting: () => IDLE,
  forgetting: ({ outcome }) => ({ status: "recalled", outcome }),
};

/**
 * @param {() => Options} options gives what the merchant asks for now
 * @param {(state: State) => void} show is told each new state
 */
export function createFlow(options, show) {
  /** @type {State} */
  let state = IDLE;
  /** @type {AbortController | null} the call under way, to end it */
  let running = null;
  /** What to do again where the state is not the last word. */
  let again = resume;
  /** Whether the page was asked if it is the one that a login returns to: once, however often it is mounted. */
  let isResumed = false;
  /** Whether past sessions were looked up: once by itself, and after that by the shopper's click. */
  let isLooked = false;
  /** Whether calls may begin; those that come before wait, the last one wins. */
  let isReady = false;
  /** @type {(() => void) | null} */
  let waiting = null;

  /** @param {State} next */
  function go(next) {
    state = next;
    show(next);
  }

  /**
   * Runs a task to the state that it gives. Nothing is heard of a task that was ended. The task begins at once, in the
   * shopper's click: only there may it open a window.
   *
   * @param {(signal: AbortSignal) => Promise<State>} task
   */
  async function perform(task) {
    const controller = new AbortController();
    const { signal } = controller;
    running = controller;
    again = () => perform(task);
    /** @type {State} */
    let next;
    try {
      next = await task(signal);
    } catch (/** @type {any} */ error) {
      next = { status: "failed", error };
    }
    if (signal.aborted) return;
    running = null;
    go(next);
    tell(next);
  }

  /** @param {any} state */
  function tell({ status, outcome, session, error, ...login }) {
    const { onRecalled, onConnected, onPending, onNotConnected } = options();
    if (status === "recalled") call(onRecalled, outcome);
    if (status === "connected") call(onConnected, session);
    if (status === "pending") call(onPending, login);
    if (status === "not_connected") call(onNotConnected, login);
    if (status === "failed") tellError(error);
  }

  function tellError(error) {
    // Only a fault in a program is no IvyError: it is shown like the others, and is not kept quiet.
    if (!isIvyError(error)) report(error);
    call(options().onError, error);
  }

  /** What every look for past sessions takes. */
  function wanted(signal, fresh) {
    const { maxAgeDays, require } = options();
    const given = Object.entries({ signal, maxAgeDays, require, fresh: fresh || undefined });
    return Object.fromEntries(given.filter(([, value]) => value !== undefined));
  }

  /** Looks for past sessions, which creates nothing. What goes wrong costs the shopper nothing but the offer. */
  function look() {
    return perform(async (signal) => {
      go({ status: "loading", task: "recall" });
      const { client, request } = options();
      try {
        const outcome = await client.recallBank(request, wanted(signal, false));
        if (signal.aborted) return IDLE;
        isLooked = true;
        return outcome.kind === "recalled" ? { status: "recalled", outcome } : IDLE;
      } catch (error) {
        if (!signal.aborted) tellError(error);
        return IDLE;
      }
    });
  }

  function connect(fresh) {
    if (!isReady) waiting = () => connect(fresh);
    // A look that the shopper does not wait for is ended.
    else if (state.status === "loading") stop();
    if (isReady && !running && state.status !== "redirecting") perform((signal) => connected(fresh, signal));
  }

  /**
   * @param {boolean} fresh
   * @param {AbortSignal} signal
   * @returns {Promise<State>}
   */
  async function connected(fresh, signal) {
    go({ status: "connecting" });
    const { client, request, mode } = options();
    // A window is opened before anything is known; where the past was looked up already, it is not for nothing.
    const atOnce = mode === "popup" && (fresh || isLooked);
    isLooked = true;
    const found = client.connectBank(request, wanted(signal, fresh || atOnce));
    if (atOnce) return throughWindow(found, signal);
    const outcome = await found;
    if (signal.aborted) return IDLE;
    return outcome.kind === "recalled" ? { status: "recalled", outcome } : opened(outcome, signal);
  }

  /**
   * To the bank by leaving the page, or in a window where the merchant wants one.
   *
   * @param {import("ivy-data-session").LoginOutcome} outcome
   * @param {AbortSignal} signal
   * @returns {Promise<State>}
   */
  async function opened(outcome, signal) {
    again = () => perform((later) => opened(outcome, later));
    if (options().mode === "popup") return throughWindow(Promise.resolve(outcome), signal);
    go({ status: "redirecting", outcome, mode: "redirect" });
    await options().client.openBankLogin(outcome, { signal });
    return state;
  }

  /**
   * @param {Promise<any>} found the outcome, which may be on its way
   * @param {AbortSignal} signal
   * @returns {Promise<State>}
   */
  async function throughWindow(found, signal) {
    const { client } = options();
    const result = client.openBankLogin(found, { mode: "popup", signal });
    // It is awaited below, after the outcome, whose errors are told first.
    result.catch(() => {});
    const outcome = await found;
    if (signal.aborted) return IDLE;
    again = () => perform((later) => opened(outcome, later));
    go({ status: "redirecting", outcome, mode: "popup" });
    try {
      return stateOf(await result);
    } catch (/** @type {any} */ error) {
      if (error?.code !== "popup_blocked" || signal.aborted) throw error;
      // Whoever blocks windows, an in-app browser above all, still lets the page be left.
      go({ status: "redirecting", outcome, mode: "redirect" });
      await client.openBankLogin(outcome, { signal });
      return state;
    }
  }

  function resume() {
    return perform(async (signal) => {
      // Mostly nothing is pending, and the answer is there at once: then nobody need see that it was asked for.
      const timer = setTimeout(() => signal.aborted || go({ status: "loading", task: "return" }));
      try {
        const result = await options().client.resumeBankLogin({ signal });
        // The window that the login was opened from has taken over, and this one is closing.
        if (result?.handedOver) return { status: "loading", task: "return" };
        return result === null ? IDLE : stateOf(result);
      } finally {
        clearTimeout(timer);
        if (!signal.aborted) isResumed = isReady = true;
      }
    });
  }

  function retry() {
    // A window that got out of sight is opened again.
    if (state.status === "redirecting" && state.mode === "popup") {
      running?.abort();
      running = null;
    }
    if (isReady && !running && ["failed", "pending", "redirecting"].includes(state.status)) again();
  }

  /** @param {import("ivy-data-session").DataSession} [session] one of the bank to forget; without it, all banks */
  function forgetBank(session) {
    if (!isReady || running || state.status !== "recalled") return;
    const { outcome } = state;
    const gone = session ? ofSameBank(outcome.sessions, session) : outcome.sessions;
    const ids = session ? gone.map(({ id }) => id) : [undefined];
    perform(async (signal) => {
      go({ status: "forgetting", outcome });
      for (const id of ids) await options().client.forgetBank(id, { signal });
      const left = leftWithout(outcome, gone);
      return left ? { status: "recalled", outcome: left } : { status: "forgotten" };
    });
  }

  /** Ends the call under way, without a word. */
  function stop() {
    running?.abort();
    running = null;
    const before = UNDER_WAY[state.status];
    if (before) go(before(state));
  }

  /** Looks for past sessions, unless the merchant does not want it. */
  function begun() {
    if (options().recall !== false && !isLooked) look();
  }

  /**
   * Drops everything shown when the page comes from the back/forward cache, and asks the proxy again: somebody else may use
   * the browser now.
   */
  function wake({ persisted }) {
    if (!persisted) return;
    leave();
    isResumed = isLooked = false;
    go(IDLE);
    enter();
  }

  /** Ends everything that {@link enter} began. */
  let leave = () => {};

  function enter() {
    let isMounted = true;
    leave = () => {
      isMounted = isReady = false;
      waiting = null;
      stop();
    };
    begin(() => isMounted);
  }

  function mount() {
    addEventListener("pageshow", wake);
    enter();
    return () => {
      removeEventListener("pageshow", wake);
      leave();
    };
  }

  async function begin(isMounted) {
    // StrictMode mounts, unmounts and mounts at once; only who is still there a moment later asks.
    await null;
    if (isMounted() && !isResumed && options().resume !== false) await resume();
    if (!isMounted()) return;
    isReady = true;
    const next = waiting ?? begun;
    waiting = null;
    if (state.status === "idle") next();
  }

  const actions = { connect: () => connect(false), connectAnotherBank: () => connect(true), retry, forgetBank, cancel: stop };
  return { mount, actions };
}

/** @returns {State} */
function stateOf({ kind, ...facts }) {
  return /** @type {any} */ ({ status: kind, ...facts });
}

/** Calls the merchant's own code; its faults are reported as those of an event listener are. */
function call(callback, value) {
  try {
    callback?.(value);
  } catch (error) {
    report(error);
  }
}

function report(error) {
  // The page's own, not the one that the library's glue gets.
  globalThis.queueMicrotask(() => {
    throw error;
  });
}
