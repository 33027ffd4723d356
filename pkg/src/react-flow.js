/**
 * The way to the bank and back: one state, one call at a time. Knows nothing of React.
 */
import { isIvyError } from "./errors.js";

/** @typedef {import("../react.js").BankConnectState} State */
/** @typedef {import("../react.js").BankConnectOptions} Options */

/**
 * Nothing was asked for yet.
 *
 * @type {State}
 */
export const IDLE = Object.freeze({ status: "idle" });

/** @type {State} */
const CONNECTING = Object.freeze({ status: "connecting" });

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
  /** Whether the page was asked if it is the one that a login returns to: once, however often React mounts. */
  let isResumed = false;
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
   * Runs a task to the state that it gives. Nothing is heard of a task that was ended.
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
    const { onRecalled, onConnected, onPending, onNotConnected, onError } = options();
    if (status === "recalled") call(onRecalled, outcome);
    if (status === "connected") call(onConnected, session);
    if (status === "pending") call(onPending, login);
    if (status === "not_connected") call(onNotConnected, login);
    if (status !== "failed") return;
    // Only a fault in a program is no IvyError: it is shown like the others, and is not kept quiet.
    if (!isIvyError(error)) report(error);
    call(onError, error);
  }

  function connect(fresh) {
    if (!isReady) waiting = () => connect(fresh);
    else if (!running && state.status !== "redirecting") perform((signal) => connected(fresh, signal));
  }

  /**
   * @param {boolean} fresh
   * @param {AbortSignal} signal
   * @returns {Promise<State>}
   */
  async function connected(fresh, signal) {
    go(CONNECTING);
    const { client, request, maxAgeDays, require } = options();
    const wanted = Object.entries({ signal, maxAgeDays, require, fresh: fresh || undefined });
    const outcome = await client.connectBank(request, Object.fromEntries(wanted.filter(([, value]) => value !== undefined)));
    if (signal.aborted) return IDLE;
    if (outcome.kind === "recalled") return { status: "recalled", outcome };
    again = () => perform((later) => opened(outcome, later));
    return opened(outcome, signal);
  }

  /**
   * @param {import("ivy-data-session").LoginOutcome} outcome
   * @param {AbortSignal} signal
   * @returns {Promise<State>}
   */
  async function opened(outcome, signal) {
    go({ status: "redirecting", outcome });
    await options().client.openBankLogin(outcome, { signal });
    return state;
  }

  function resume() {
    return perform(async (signal) => {
      // Mostly nothing is pending, and the answer is there at once: then nobody need see that it was asked for.
      const timer = setTimeout(() => signal.aborted || go(CONNECTING));
      try {
        const result = await options().client.resumeBankLogin({ signal });
        if (result === null) return IDLE;
        const { kind: status, ...facts } = result;
        return /** @type {State} */ ({ status, ...facts });
      } finally {
        clearTimeout(timer);
        if (!signal.aborted) isResumed = isReady = true;
      }
    });
  }

  function retry() {
    if (isReady && !running && ["failed", "pending", "redirecting"].includes(state.status)) again();
  }

  /** Ends the call under way, without a word. */
  function stop() {
    running?.abort();
    running = null;
    if (state.status === "connecting" || state.status === "redirecting") go(IDLE);
  }

  function mount() {
    let isMounted = true;
    // A page that was left for the bank and is shown again as it was.
    const wake = (/** @type {PageTransitionEvent} */ { persisted }) => persisted && state.status === "redirecting" && stop();
    addEventListener("pageshow", wake);
    begin(() => isMounted);
    return () => {
      isMounted = false;
      isReady = false;
      waiting = null;
      removeEventListener("pageshow", wake);
      stop();
    };
  }

  async function begin(isMounted) {
    // StrictMode mounts, unmounts and mounts at once; only who is still there a moment later asks.
    await null;
    if (isMounted() && !isResumed && options().resume !== false) await resume();
    if (!isMounted()) return;
    isReady = true;
    if (state.status === "idle") waiting?.();
    waiting = null;
  }

  const actions = { connect: () => connect(false), connectAnotherBank: () => connect(true), retry };
  return { mount, actions };
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
  queueMicrotask(() => {
    throw error;
  });
}
