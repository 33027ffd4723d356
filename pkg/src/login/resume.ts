// Back from the bank login, on the page that it returns to.

import { begin, checkAborted } from "../calls/call.ts";
import type { LoginResult } from "../calls/outcomes.ts";
import type { Settings } from "../calls/settings.ts";
import { isIvyError } from "../errors/ivy-error.ts";
import { attempt } from "../shared/values.ts";
import { loginResult } from "./login-result.ts";
import { popupModule } from "./popup-module.ts";
import { readReturnUrl } from "./return-url.ts";
import { forget, store, stored, STORED, STORED_IN_POPUP, UNSIGNED } from "./storage.ts";

/** The member of `history.state` with the reference of the login that returned to this entry. */
const KEPT = "ivyDataSession";

/** The last resumption that was begun. Each waits for the one before. */
let last: Promise<unknown> | undefined;

/** Returns the result of a login: see `Client.resumeBankLogin`. */
export function resumeBankLogin(settings: Settings, signal: AbortSignal | undefined): Promise<(LoginResult & { handedOver?: true }) | null> {
  // Two at once would present the same nonce twice. The second one finds the reference that the first has kept.
  const before = last;
  const mine = (async () => {
    await before;
    return resume(settings, signal);
  })();
  last = mine.catch(() => {});
  return mine;
}

async function resume(settings: Settings, signal: AbortSignal | undefined): Promise<(LoginResult & { handedOver?: true }) | null> {
  if (!globalThis.history) return null;
  const kept: unknown = history.state?.[KEPT];
  const unsigned = stored(UNSIGNED);
  if (!readReturnUrl(location.href).isReturn && typeof kept !== "string" && !unsigned) return null;
  await visible(signal);
  checkAborted(signal);
  const { nonce, without } = readReturnUrl(location.href);
  const inPopup = stored(STORED_IN_POPUP);
  let reference = nonce ? inPopup || stored(STORED) : ((kept as string | undefined) ?? unsigned);
  const keepReference = (referenceId: string | undefined) => {
    reference = referenceId ?? "";
    keep(referenceId, without);
  };
  if (!nonce && !reference) {
    keepReference("");
    return { kind: "not_connected", referenceId: "", reason: "unknown" };
  }
  const result = await resultOfLogin(settings, signal, nonce, reference, keepReference);
  if (!nonce && kept === undefined && result.kind === "not_connected" && result.reason === "unknown") {
    // Still nobody is signed in, or somebody else is. The login waits for its owner and does not concern this page.
    keepReference(undefined);
    return null;
  }
  // A window that cannot reach the shop's page becomes the shop's page.
  const handedOver = inPopup && inPopup === reference && (await popupModule().then(({ handOver }) => handOver(reference, result.kind), () => false));
  if (result.kind !== "pending") forget();
  return handedOver ? { ...result, handedOver } : result;
}

/**
 * Asks the proxy for the result of a login. If it requires a sign-in first, the reference is stored for the time after it,
 * and the nonce leaves the address bar.
 */
export async function resultOfLogin(
  settings: Settings,
  signal: AbortSignal | undefined,
  nonce: string,
  reference: string,
  keepReference: (referenceId: string | undefined) => void,
): Promise<LoginResult> {
  try {
    return await loginResult(await begin(settings, signal), nonce, reference, keepReference);
  } catch (error) {
    if (isIvyError(error) && error.code === "unauthorized" && reference) {
      store(UNSIGNED, reference);
      keepReference(undefined);
    }
    throw error;
  }
}

/** Waits until the page is shown: a prerendered page may never be, and only the shopper's own visit presents a nonce. */
async function visible(signal: AbortSignal | undefined): Promise<void> {
  // The compiler's DOM has no prerendering.
  const page: (Document & { prerendering?: boolean }) | undefined = globalThis.document;
  if (!page?.prerendering) return;
  await new Promise((resolve) => {
    page.addEventListener("prerenderingchange", resolve, { once: true });
    signal?.addEventListener("abort", resolve);
  });
}

/** Removes the nonce from the address bar and keeps the reference for a reload. The page's own state stays. */
function keep(referenceId: string | undefined, href: string): void {
  const state: object | null = typeof history.state === "object" ? history.state : {};
  // A page in a sandboxed frame may not do that; a reload then presents the nonce again.
  attempt(() => history.replaceState({ ...state, [KEPT]: referenceId }, "", href));
}
