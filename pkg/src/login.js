/**
 * To the bank login and back, by leaving the page or in a window of its own.
 */
import { begin, checkAborted, checkSignal } from "./call.js";
import { checkLoginUrl } from "./checks.js";
import { isIvyError, ivyError, refuse } from "./errors.js";
import { tell, tellFailure } from "./events.js";
import { init } from "./instance.js";
import { loginResult } from "./login-result.js";
import { failed } from "./refusal.js";
import { readReturnUrl } from "./return-url.js";
import { attempt } from "./values.js";

/** Where the reference of a running login is kept, in this tab alone. Nothing else is ever stored. */
const STORED = "ivy-data-session.login";

/** The same in a window that was opened for the login (`popup.js`). */
const STORED_IN_POPUP = "ivy-data-session.popup";

/** The same for a login that came back while nobody was signed in: after the sign-in the reference is enough. */
const UNSIGNED = "ivy-data-session.unsigned";

/** Where an entry of the tab's history keeps the reference of the login that returned to it. */
const KEPT = "ivyDataSession";

/**
 * The last resumption that was begun; each waits for the one before.
 *
 * @type {Promise<any>}
 */
let last = Promise.resolve();

/**
 * See index.d.ts.
 *
 * @param {import("./options.js").Settings} settings
 * @param {(outcome: object, signal?: AbortSignal) => any} renew creates a login anew, where its input is known
 * @param {any} given the outcome, or a promise of it
 * @param {{mode?: string, signal?: AbortSignal}} [options]
 */
export async function openBankLogin(settings, renew, given, options) {
  const { mode = "redirect", signal } = options ?? {};
  if (mode !== "redirect" && mode !== "popup") refuse(["mode"], "expected redirect or popup");
  checkSignal(signal);
  if (typeof given?.then !== "function") checkOutcome(given);
  // Its fault is told where it is waited for; where it comes to that no more, this call has told another.
  else given.then(undefined, () => {});
  const began = performance.now();
  let isOpen = false;
  const login = async () => {
    const found = await ready(settings, renew, given, signal);
    checkAborted(signal);
    isOpen = true;
    tell(settings, { type: "opened", mode });
    return found;
  };
  try {
    if (!globalThis.history) throw ivyError("unsupported", "a bank login needs a page");
    checkAborted(signal);
    // Nothing was awaited so far: only in the click itself may a window be opened.
    return await (mode === "popup" ? openInPopup(settings, login, signal) : openHere(login));
  } catch (/** @type {any} */ error) {
    // An error of the page's own may hold anything. What fails later is told by the question to the proxy.
    if (isIvyError(error) && error.code !== "validation_failed" && (!isOpen || error.code === "aborted")) {
      tellFailure(settings, "login", { code: error.code }, began);
    }
    throw error;
  }
}

async function openHere(login) {
  const { referenceId, redirectUrl } = await login();
  forget();
  store(STORED, referenceId);
  location.assign(redirectUrl);
  return { kind: "navigating" };
}

/** A login that is still good, on a page that the shopper may be sent to. */
async function ready(settings, renew, given, signal) {
  let outcome = await given;
  checkOutcome(outcome);
  if (outcome.expiresAt !== null && outcome.expiresAt * 1000 <= Date.now()) outcome = (await renew(outcome, signal)) ?? outcome;
  await init();
  checkLoginUrl(settings, outcome.redirectUrl);
  // Used as it was parsed: `https:host/x` is checked as a URL, but on a page of https it would be a path of the page.
  return { ...outcome, redirectUrl: new URL(outcome.redirectUrl).href };
}

function checkOutcome(outcome) {
  const { redirectUrl, referenceId } = outcome ?? {};
  if (typeof redirectUrl !== "string" || typeof referenceId !== "string") {
    refuse([], "expected the outcome of connectBank whose kind is login");
  }
}

async function openInPopup(settings, open, signal) {
  forget();
  // The window is opened from an empty frame. That frame is what the bank's page finds as its opener, and it cannot send
  // the shop's page elsewhere; without any opener, the shop's page could not close the window.
  const frame = document.createElement("iframe");
  frame.style.display = "none";
  document.documentElement.append(frame);
  // Without an address: a web view that has one window only then stays where it is.
  const popup = frame.contentWindow?.open("", "_blank", "popup,width=480,height=760");
  try {
    if (!popup || popup === window.top || popup.closed) {
      throw ivyError("popup_blocked", "the browser opened no window; open the login with mode redirect");
    }
    const login = open();
    // Its fault is told where it is waited for.
    login.catch(() => {});
    // Each question would be told as a return; there is one.
    let returned = { type: "returned", durationMs: 0, attempts: 0 };
    const onEvent = (event) => (event.type === "returned" ? (returned = event) : tell(settings, event));
    const ask = (reference) => resumed({ ...settings, onEvent }, { signal }, "", reference);
    const result = await (await popupMode()).follow({ popup, login, ask, signal, aborted: () => failed("aborted") });
    tell(settings, { ...returned, result: result.kind });
    return result;
  } finally {
    if (popup !== window.top) popup?.close();
    frame.remove();
  }
}

function popupMode() {
  return import("./popup.js").catch(() => {
    throw ivyError("load_failed", "popup.js could not be loaded");
  });
}

/** See index.d.ts. */
export function resumeBankLogin(settings, signal) {
  // Two at once would present the same nonce twice. The second then finds what the first has kept.
  const mine = last.then(() => resume(settings, signal));
  last = mine.catch(() => {});
  return mine;
}

async function resume(settings, signal) {
  if (!globalThis.history) return null;
  const kept = history.state?.[KEPT];
  const unsigned = stored(UNSIGNED);
  const returns = /[?&]ivy=/.test(location.search);
  if (!returns && typeof kept !== "string" && !unsigned) return null;
  await visible(signal);
  checkAborted(signal);
  const { nonce, without } = readReturnUrl(location.href);
  const inPopup = stored(STORED_IN_POPUP);
  let reference = nonce ? inPopup || stored(STORED) : (kept ?? unsigned);
  const answered = (/** @type {any} */ referenceId) => {
    reference = referenceId;
    keep(referenceId, without);
  };
  if (!nonce && !reference) {
    answered("");
    return { kind: "not_connected", referenceId: "", reason: "unknown" };
  }
  /** @type {any} */
  const result = await resumed(settings, { signal, answered }, nonce, reference);
  if (!nonce && kept === undefined && result.reason === "unknown") {
    // Still nobody is signed in, or somebody else: the login waits for its owner, and is no concern of this page.
    answered(undefined);
    return null;
  }
  // A window that cannot reach the shop's page is the shop's page from now on.
  const handedOver = inPopup && inPopup === reference && (await popupMode().then(({ handOver }) => handOver(reference, result.kind), () => false));
  if (result.kind !== "pending") forget();
  return handedOver ? { ...result, handedOver } : result;
}

/**
 * Asks the proxy what became of a login. If it wants a sign-in first, the reference is stored for the time after it, and the
 * nonce leaves the address bar.
 */
async function resumed(settings, { signal, answered = (_) => {} }, nonce, reference) {
  try {
    return await loginResult(await begin(settings, signal), nonce, reference, answered);
  } catch (/** @type {any} */ error) {
    if (error.code === "unauthorized" && reference) {
      store(UNSIGNED, reference);
      answered(undefined);
    }
    throw error;
  }
}

/** Waits until the page is shown: a prerendered page may never be, and only the shopper's own visit presents a nonce. */
async function visible(signal) {
  /** @type {any} TypeScript does not know prerendering. */
  const page = globalThis.document;
  if (!page?.prerendering) return;
  await new Promise((resolve) => {
    page.addEventListener("prerenderingchange", resolve, { once: true });
    signal?.addEventListener("abort", resolve);
  });
}

/** Takes the nonce out of the address bar, and keeps the reference for a reload. The page's own state stays. */
function keep(referenceId, href) {
  const state = typeof history.state === "object" ? history.state : {};
  // A page in a sandboxed frame may not; a reload then asks with the nonce again.
  attempt(() => history.replaceState({ ...state, [KEPT]: referenceId }, "", href));
}

// Storage may be full, or forbidden to the page. Without it a login still works.

function stored(name) {
  return attempt(() => sessionStorage.getItem(name)) ?? "";
}

function store(name, reference) {
  attempt(() => sessionStorage.setItem(name, reference));
}

function forget() {
  for (const name of [STORED, STORED_IN_POPUP, UNSIGNED]) attempt(() => sessionStorage.removeItem(name));
}
