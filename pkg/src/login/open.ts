// To the bank login, by leaving the page or in a separate window.

import { checkAborted, checkSignal, type CallOptions } from "../calls/call.ts";
import { emit, emitFailure, type IvyEvent } from "../calls/events.ts";
import { callError } from "../calls/http-errors.ts";
import type { ConnectOutcome, LoginOutcome, LoginResult } from "../calls/outcomes.ts";
import type { Settings } from "../calls/settings.ts";
import { bounded, toIvyError } from "../errors/boundary.ts";
import { named, refuse } from "../errors/config-error.ts";
import { isIvyError, ivyError } from "../errors/ivy-error.ts";
import { init } from "../load/instance.ts";
import { checkLoginUrl } from "./login-url.ts";
import { popupModule } from "./popup-module.ts";
import { resultOfLogin } from "./resume.ts";
import { forget, store, STORED } from "./storage.ts";

/**
 * The options of {@link Client.openBankLogin}.
 *
 * @example
 * ```ts
 * import type { OpenOptions } from "ivy-data-session";
 *
 * const isWide = true;
 * const options: OpenOptions = { mode: isWide ? "popup" : "redirect", signal: AbortSignal.timeout(600_000) };
 * console.log(options.mode); // popup
 * ```
 */
export type OpenOptions = CallOptions & {
  /** Default `"redirect"`: this page is left. `"popup"`: a window of its own, and this page stays. */
  mode?: "redirect" | "popup" | undefined;
};

/** The name of the method in messages. */
const NAME = "openBankLogin";

/** An outcome to open, or a promise of it. */
export type Openable = LoginOutcome | PromiseLike<ConnectOutcome>;

/** Creates an expired login again, if its input is known. */
export type Renew = (outcome: LoginOutcome, signal: AbortSignal | undefined) => Promise<LoginOutcome> | undefined;

/** Opens a bank login: see `Client.openBankLogin`. */
export async function openBankLogin(
  settings: Settings,
  renew: Renew,
  openable: Openable,
  options: OpenOptions | undefined,
): Promise<{ kind: "navigating" } | LoginResult> {
  const { mode = "redirect", signal } = options ?? {};
  bounded(NAME, () => {
    if (mode !== "redirect" && mode !== "popup") refuse(["mode"], 'expected "redirect" or "popup"');
    checkSignal(signal);
    if (!isPromise(openable)) checkOutcome(openable);
  });
  /** The page's own error, with which its promise was rejected. */
  let theirs: { error: unknown } | undefined;
  // Its rejection is handled when it is awaited. If that never happens, this call has thrown another error.
  if (isPromise(openable)) openable.then(undefined, (error: unknown) => (theirs = { error }));
  const began = performance.now();
  let isOpen = false;
  const login = async () => {
    const found = await ready(settings, renew, openable, signal);
    checkAborted(signal);
    isOpen = true;
    emit(settings, { type: "opened", mode });
    return found;
  };
  try {
    if (!globalThis.history) throw ivyError("unsupported", "a bank login needs a page");
    checkAborted(signal);
    // Nothing was awaited so far: a browser opens a window only in the click itself.
    return await (mode === "popup" ? openInPopup(settings, login, signal) : openHere(login));
  } catch (error) {
    // Errors of the page itself are not reported, since they may contain anything. A failure after the login was opened is
    // reported by the request for its result.
    if (isIvyError(error) && error.code !== "validation_failed" && (!isOpen || error.code === "aborted")) {
      emitFailure(settings, "login", { code: error.code }, began);
    }
    throw theirs?.error === error ? error : toIvyError(named(NAME, error));
  }
}

/** Not by its class: promises come from other realms and libraries. */
function isPromise(openable: Openable): openable is PromiseLike<ConnectOutcome> {
  return typeof (openable as Partial<PromiseLike<ConnectOutcome>> | undefined)?.then === "function";
}

async function openHere(login: () => Promise<LoginOutcome>): Promise<{ kind: "navigating" }> {
  const { referenceId, redirectUrl } = await login();
  forget();
  store(STORED, referenceId);
  location.assign(redirectUrl);
  return { kind: "navigating" };
}

/** Returns a login that has not expired, with a URL that the shopper may be sent to. */
async function ready(settings: Settings, renew: Renew, openable: Openable, signal: AbortSignal | undefined): Promise<LoginOutcome> {
  let outcome: ConnectOutcome = await openable;
  checkOutcome(outcome);
  if (outcome.expiresAt !== null && outcome.expiresAt * 1000 <= Date.now()) outcome = (await renew(outcome, signal)) ?? outcome;
  await init();
  checkLoginUrl(settings, outcome.redirectUrl);
  // Normalised: `https:host/x` passes the check as a URL, but a page of https would resolve it as a path of its own.
  return { ...outcome, redirectUrl: new URL(outcome.redirectUrl).href };
}

/** Checks that a value is the outcome of a login. */
function checkOutcome(outcome: unknown): asserts outcome is LoginOutcome {
  // A destructured value of another kind has no such members.
  const { redirectUrl, referenceId } = (outcome ?? {}) as Partial<LoginOutcome>;
  if (typeof redirectUrl !== "string" || typeof referenceId !== "string") {
    refuse([], `outcome ${outcome === undefined ? "is missing" : "is no login"}; expected the outcome of connectBank whose kind is "login"`);
  }
}

async function openInPopup(settings: Settings, open: () => Promise<LoginOutcome>, signal: AbortSignal | undefined): Promise<LoginResult> {
  forget();
  // The window is opened from an empty frame. The bank's page finds that frame as its opener, and so it cannot navigate the
  // shop's page. Without any opener, the shop's page could not close the window.
  const frame = document.createElement("iframe");
  frame.style.display = "none";
  document.documentElement.appendChild(frame);
  // Without a URL: a web view with a single window then stays on its page.
  const popup = frame.contentWindow?.open("", "_blank", "popup,width=480,height=760");
  try {
    if (!popup || popup === window.top || popup.closed) {
      throw ivyError("popup_blocked", 'the browser opened no window; open the login with mode "redirect"');
    }
    const login = open();
    // Its rejection is handled when it is awaited.
    login.catch(() => {});
    // Each request for the result emits `returned`; only the last event is passed on.
    let returned: Extract<IvyEvent, { type: "returned" }> = { type: "returned", result: "pending", durationMs: 0, attempts: 0 };
    const onEvent = (event: IvyEvent) => (event.type === "returned" ? (returned = event) : emit(settings, event));
    const ask = (reference: string) => resultOfLogin({ ...settings, onEvent }, signal, "", reference, () => {});
    const { follow } = await popupModule();
    const result = await follow({ popup, login, ask, signal, aborted: () => callError("aborted") });
    emit(settings, { ...returned, result: result.kind });
    return result;
  } finally {
    if (popup !== window.top) popup?.close();
    // Script libraries replace `remove` of elements.
    frame.parentNode?.removeChild(frame);
  }
}
