// The way to the bank and back: one state, and one call at a time. The element and the React entry render the state; this
// file depends on neither.

import type { ConnectOutcome, LoginOutcome, LoginResult } from "../calls/outcomes.ts";
import type { ConnectOptions } from "../client/connect-options.ts";
import { isIvyError } from "../errors/ivy-error.ts";
import type { DataSession } from "../model/session.ts";
import { cacheReturns } from "../shared/page-cache.ts";
import { leftWithout, ofSameBank } from "./choices.ts";
import type { BankConnectOptions } from "./options.ts";
import { linkIn } from "./initial.ts";
import { IDLE, type BankConnectState } from "./state.ts";

/** The actions of a shopper. */
export type Actions = {
  connect: () => void;
  connectAnotherBank: () => void;
  retry: () => void;
  forgetBank: (session?: DataSession) => void;
  cancel: () => void;
};

/** A flow. `mount` starts it and returns the function that stops it. */
export type Flow = { mount: () => () => void; actions: Actions };

/** Returns the state to return to when the call of this state is cancelled. A state without a call stays. */
function cancelled(state: BankConnectState): BankConnectState | undefined {
  switch (state.status) {
    case "loading":
    case "connecting":
    case "redirecting":
      return IDLE;
    case "forgetting":
      return { status: "recalled", outcome: state.outcome };
    default:
      return undefined;
  }
}

/** States that hold nothing of a customer. Their calls go on after a change, and are answered for the customer who is there then. */
const WITHOUT_CUSTOMER: readonly string[] = ["connecting", "redirecting"];

/** The start of a flow: its state, and the `initial` that was used before for another client. */
export type Start = { first?: BankConnectState; spent?: string | undefined };

/** Makes a flow. `options` returns the present options of the merchant, and `show` is called with each new state. */
export function createFlow(options: () => BankConnectOptions, show: (state: BankConnectState) => void, { first = IDLE, spent }: Start = {}): Flow {
  let state = first;
  /** Ends the call under way. */
  let running: AbortController | null = null;
  /** The action of `retry`. */
  let again: () => unknown = resume;
  /** True if the page was checked for a returning login, which happens once, however often the flow is mounted. */
  let isResumed = false;
  /** True if past sessions were looked up, which happens once automatically, and then on the shopper's click only. */
  let isLooked = false;
  /** True if calls may begin. Earlier ones wait, and the last one wins. */
  let isReady = false;
  let waiting: (() => void) | null = null;
  /** The {@link changes} when the flow was last mounted. */
  let seen: string | undefined;

  function go(next: BankConnectState): void {
    state = next;
    show(next);
  }

  /**
   * Runs a task to the state that it returns. The state of an aborted task is dropped. The task begins synchronously, in the
   * shopper's click: a browser opens a window only there.
   */
  async function perform(task: (signal: AbortSignal) => Promise<BankConnectState>): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    running = controller;
    again = () => perform(task);
    let next: BankConnectState;
    try {
      next = await task(signal);
    } catch (error) {
      // A client throws errors only.
      next = { status: "failed", error: error as Error };
    }
    if (signal.aborted) return;
    running = null;
    go(next);
    notify(next);
  }

  /** Calls the merchant's callback for a state. */
  function notify(next: BankConnectState): void {
    const { onRecalled, onConnected, onPending, onNotConnected } = options();
    switch (next.status) {
      case "recalled":
        return call(onRecalled, next.outcome);
      case "connected":
        return call(onConnected, next.session);
      case "pending": {
        const { status, ...login } = next;
        return call(onPending, login);
      }
      case "not_connected": {
        const { status, ...login } = next;
        return call(onNotConnected, login);
      }
      case "failed":
        return notifyError(next.error);
    }
  }

  function notifyError(error: unknown): void {
    // Only a fault in a program is not an IvyError: it is shown like the others, and also reported.
    if (!isIvyError(error)) report(error);
    // A client throws errors only.
    call(options().onError, error as Error);
  }

  /** Returns the options of a lookup, without those that are not set. */
  function connectOptions(signal: AbortSignal, fresh: boolean): ConnectOptions {
    const { maxAgeDays, require, list } = options();
    return {
      signal,
      ...(maxAgeDays !== undefined && { maxAgeDays }),
      ...(require !== undefined && { require }),
      ...(list !== undefined && { list }),
      ...(fresh && { fresh }),
    };
  }

  /** Looks for past sessions, which creates nothing. A failure costs the shopper the offer only. */
  function look(): Promise<void> {
    return perform(async (signal) => {
      go({ status: "loading", task: "recall" });
      const { client, request } = options();
      try {
        const outcome = await client.recallBank(request, connectOptions(signal, false));
        if (signal.aborted) return IDLE;
        isLooked = true;
        return outcome.kind === "recalled" ? { status: "recalled", outcome } : IDLE;
      } catch (error) {
        if (!signal.aborted) notifyError(error);
        return IDLE;
      }
    });
  }

  function connect(fresh: boolean): void {
    if (!isReady) waiting = () => connect(fresh);
    // The shopper does not wait for a lookup.
    else if (state.status === "loading") stop();
    if (isReady && !running && state.status !== "redirecting") void perform((signal) => connected(fresh, signal));
  }

  async function connected(fresh: boolean, signal: AbortSignal): Promise<BankConnectState> {
    go({ status: "connecting" });
    const { client, request, mode } = options();
    // A window must be opened before the outcome is known. After a lookup it is not opened for nothing.
    const atOnce = mode === "popup" && (fresh || isLooked);
    isLooked = true;
    const found = client.connectBank(request, connectOptions(signal, fresh || atOnce));
    if (atOnce) return throughWindow(found, signal);
    const outcome = await found;
    if (signal.aborted) return IDLE;
    return outcome.kind === "recalled" ? { status: "recalled", outcome } : opened(outcome, signal);
  }

  /** Opens a login by leaving the page, or in a window if the merchant wants one. */
  async function opened(outcome: LoginOutcome, signal: AbortSignal): Promise<BankConnectState> {
    again = () => perform((later) => opened(outcome, later));
    if (options().mode === "popup") return throughWindow(Promise.resolve(outcome), signal);
    go({ status: "redirecting", outcome, mode: "redirect" });
    await options().client.openBankLogin(outcome, { signal });
    return state;
  }

  /** Opens a login in a window. The outcome may still be on its way. */
  async function throughWindow(found: Promise<ConnectOutcome>, signal: AbortSignal): Promise<BankConnectState> {
    const { client } = options();
    const result = client.openBankLogin(found, { mode: "popup", signal });
    // It is awaited below, after the outcome, whose errors come first.
    result.catch(() => {});
    // A window is opened only for a login: with `fresh` nothing is recalled.
    const outcome = (await found) as LoginOutcome;
    if (signal.aborted) return IDLE;
    again = () => perform((later) => opened(outcome, later));
    go({ status: "redirecting", outcome, mode: "popup" });
    try {
      return stateOf(await result);
    } catch (error) {
      if (!isIvyError(error) || error.code !== "popup_blocked" || signal.aborted) throw error;
      // A browser that blocks windows, such as an in-app browser, still lets the page be left.
      go({ status: "redirecting", outcome, mode: "redirect" });
      await client.openBankLogin(outcome, { signal });
      return state;
    }
  }

  function resume(): Promise<void> {
    const before = state;
    return perform(async (signal) => {
      // Usually no login is pending and the result is there at once: then the state does not flicker.
      const timer = setTimeout(() => signal.aborted || go({ status: "loading", task: "return" }));
      try {
        const result = await options().client.resumeBankLogin({ signal });
        // The window that opened the login has taken over, and this one is closing.
        if (result?.handedOver) return { status: "loading", task: "return" };
        if (result) return stateOf(result);
        return before.status === "recalled" ? before : IDLE;
      } finally {
        clearTimeout(timer);
        if (!signal.aborted) isResumed = isReady = true;
      }
    });
  }

  function retry(): void {
    // A window that the shopper lost is opened again.
    if (state.status === "redirecting" && state.mode === "popup") {
      running?.abort();
      running = null;
    }
    if (isReady && !running && ["failed", "pending", "redirecting"].includes(state.status)) again();
  }

  /** Forgets the bank of a session, or all banks. */
  function forgetBank(session?: DataSession): void {
    if (!isReady || running || state.status !== "recalled") return;
    const { outcome } = state;
    const gone = session ? ofSameBank(outcome.sessions, session) : outcome.sessions;
    const ids = session ? gone.map(({ id }) => id) : [undefined];
    void perform(async (signal) => {
      go({ status: "forgetting", outcome });
      for (const id of ids) await options().client.forgetBank(id, { signal });
      const left = leftWithout(outcome, gone);
      return left ? { status: "recalled", outcome: left } : { status: "forgotten" };
    });
  }

  /** Aborts the call under way, without a callback. */
  function stop(): void {
    running?.abort();
    running = null;
    const before = cancelled(state);
    if (before) go(before);
  }

  /** Looks for past sessions, unless the merchant has switched that off. */
  function start(): void {
    if (options().recall !== false && !isLooked) void look();
  }

  /**
   * Restarts a page that comes from the back/forward cache: drops everything shown and asks the proxy again, since somebody
   * else may use the browser now.
   */
  function wake({ persisted }: PageTransitionEvent): void {
    if (persisted) restart();
  }

  /** Asks the proxy again for the customer who is there now. Calls that are answered for that customer go on. */
  function changeCustomer(): void {
    if (WITHOUT_CUSTOMER.includes(state.status)) seen = changes();
    else restart();
  }

  function restart(): void {
    seen = changes();
    drop();
    enter();
  }

  /** Drops everything shown. */
  function drop(): void {
    leave();
    isResumed = isLooked = false;
    spent = options().initial;
    go(IDLE);
  }

  /** Returns a text that differs after another customer may have come: by the back/forward cache, or as the client knows. */
  function changes(): string {
    return `${cacheReturns()} ${linkIn(options().client)?.changes()}`;
  }

  /** Ends everything that {@link enter} began. */
  let leave = () => {};

  function enter(): void {
    let isMounted = true;
    leave = () => {
      isMounted = isReady = false;
      waiting = null;
      stop();
    };
    void begin(() => isMounted);
  }

  function mount(): () => void {
    const now = changes();
    // The customer has changed while this flow was not in the page.
    if (seen !== undefined && seen !== now && state !== IDLE) drop();
    seen = now;
    addEventListener("pageshow", wake);
    const unlink = linkIn(options().client)?.onChange(changeCustomer);
    enter();
    return () => {
      removeEventListener("pageshow", wake);
      unlink?.();
      leave();
    };
  }

  async function begin(isMounted: () => boolean): Promise<void> {
    // StrictMode mounts, unmounts and mounts again at once. Only the mount that lasts sends requests.
    await null;
    if (!isMounted()) return;
    const isNew = takeInitial();
    if (!isResumed && options().resume !== false) await resume();
    else if (isNew) notify(state);
    if (!isMounted()) return;
    isReady = true;
    const next = waiting ?? start;
    // An action of a shopper who saw the first offer already.
    const isAction = waiting && state.status === "recalled";
    waiting = null;
    if (isAction || state.status === "idle") next();
  }

  /**
   * Uses `initial` once, as the result of the lookup. Returns true if there is an offer by it. The first state may have been made
   * of it, and is dropped if it is not used.
   */
  function takeInitial(): boolean {
    const { client, initial, initialMaxAgeMs } = options();
    if (initial === undefined || initial === spent) return false;
    spent = initial;
    const outcome = linkIn(client)?.takeInitial(initial, initialMaxAgeMs);
    if (outcome) isLooked = true;
    if (outcome?.kind === "recalled" && state.status === "idle") go({ status: "recalled", outcome });
    if (!outcome && state === first) go(IDLE);
    return state.status === "recalled";
  }

  const actions = { connect: () => connect(false), connectAnotherBank: () => connect(true), retry, forgetBank, cancel: stop };
  return { mount, actions };
}

/** Converts a result to the state of the same name. */
function stateOf({ kind, ...facts }: LoginResult): BankConnectState {
  // Each kind has the members of its state.
  return { status: kind, ...facts } as BankConnectState;
}

/** Calls the merchant's callback. Its errors are reported like those of an event listener. */
function call<T>(callback: ((value: T) => void) | undefined, value: T): void {
  try {
    callback?.(value);
  } catch (error) {
    report(error);
  }
}

/** Throws an error outside of every call, so that the page's `window.onerror` gets it. */
function report(error: unknown): void {
  // The page's own function: the plain name is the one that the bundler injects for the library's glue.
  globalThis.queueMicrotask(() => {
    throw error;
  });
}
