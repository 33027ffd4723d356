/**
 * To the bank login and back, by leaving the page.
 */
import * as library from "ivy-glue";
import { pageHost, perform } from "./call.js";
import { invalid, ivyError } from "./errors.js";
import { init, withLibrary } from "./instance.js";

/** Where the reference of a running login is kept, in this tab alone. Nothing else is ever stored. */
const STORED = "ivy-data-session.login";

/** Where an entry of the tab's history keeps the reference of the login that returned to it. */
const KEPT = "ivyDataSession";

/** How long resumeBankLogin waits for a bank that is not done, in milliseconds (`src/launch/result.rs`). */
const WAIT_MS = 10_000;

/** The last resumption that was begun; each waits for the one before. */
let last = Promise.resolve();

/** See index.d.ts. */
export async function openBankLogin(settings, outcome, signal) {
  const { redirectUrl, referenceId } = outcome ?? {};
  if (typeof redirectUrl !== "string" || typeof referenceId !== "string") {
    throw invalid([{ path: [], code: "type", message: "expected the outcome of connectBank whose kind is login" }]);
  }
  if (!globalThis.history) throw ivyError("unsupported", "a bank login needs a page");
  await init();
  const { environment, allowedLoginHosts } = settings;
  if (!withLibrary(() => library.isLoginUrl(redirectUrl, environment, allowedLoginHosts, pageHost()))) {
    throw ivyError("untrusted_redirect", "redirectUrl is not on the list of login hosts");
  }
  if (signal?.aborted) throw ivyError("aborted", "the call was aborted by its signal");
  remember(referenceId);
  location.assign(redirectUrl);
  return { kind: "navigating" };
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
  const returns = /[?&]ivy=/.test(location.search);
  if (!returns && typeof kept !== "string") return null;
  if (signal?.aborted) throw ivyError("aborted", "the call was aborted by its signal");
  await init();
  const { nonce = "", without } = withLibrary(() => library.readReturnUrl(location.href));
  const reference = nonce ? remembered() : (kept ?? "");
  const answered = (referenceId) => keep(referenceId, without);
  if (!nonce && !reference) {
    answered("");
    return { kind: "not_connected", referenceId: "", reason: "unknown" };
  }
  const limitMs = settings.timeoutMs + WAIT_MS;
  const result = await perform(settings, { signal, limitMs, answered }, "resumeBankLogin", nonce, reference);
  if (result.kind !== "pending") forget();
  return result.kind === "connected" ? { kind: "connected", session: JSON.parse(result.session) } : result;
}

/** Takes the nonce out of the address bar, and keeps the reference for a reload. The page's own state stays. */
function keep(referenceId, href) {
  const state = typeof history.state === "object" ? history.state : {};
  try {
    history.replaceState({ ...state, [KEPT]: referenceId }, "", href);
  } catch {
    // A page in a sandboxed frame may not; a reload then asks with the nonce again.
  }
}

// Storage may be full, or forbidden to the page. Without it a login still works.

function remember(referenceId) {
  try {
    sessionStorage.setItem(STORED, referenceId);
  } catch {}
}

function remembered() {
  try {
    return sessionStorage.getItem(STORED) ?? "";
  } catch {
    return "";
  }
}

function forget() {
  try {
    sessionStorage.removeItem(STORED);
  } catch {}
}
