// A bank login in a separate window: the shop's window and the return page in the other one, until there is one result.
// Loaded when it is used. Imports no code: the library must not be in a page twice.
//
// Little is known about the other window. A page with `Cross-Origin-Opener-Policy` cuts the windows apart: then `closed` is
// true while the shopper is at the bank. So neither `closed` nor a message is trusted: each is only a reason to ask the
// proxy.

import type { LoginOutcome, LoginResult } from "../calls/outcomes.ts";
import type { IvyError } from "../errors/ivy-error.ts";

/** The channel between the windows of this origin. Other origins can neither listen nor send. */
const CHANNEL = "ivy-data-session.login";

/** The storage key in the other window for the reference of its login, by which the return page knows its window. */
const MARK = "ivy-data-session.popup";

/** The pause between two checks of the other window, in milliseconds. */
const POLL_MS = 200;

/** The time after which a closed window is given up, in milliseconds. Until then the return page may still report. */
const GRACE_MS = 2_000;

/** The same if the window may be open and only cut off: the shopper must have been back in the shop for this time. */
const CUT_OFF_GRACE_MS = 10_000;

/** The time that the return page may stay silent before the proxy is asked. Also the pause between two such requests. */
const SILENCE_MS = 3_000;

/** The time that a window is watched after its login has expired, in milliseconds. */
const OVERTIME_MS = 1_800_000;

/** The longest life of a login, in seconds, if its expiry is unknown. */
const LONGEST_S = 86_400;

/** The time that the return page waits for the shop's window, in milliseconds. */
const HEARD_MS = 2_000;

/** The time that a window may take to close, in milliseconds. */
const CLOSING_MS = 1_000;

/** Events that show that the shopper came to this window, or left it. */
const SIGNS = ["focus", "blur", "visibilitychange"];

const STATUSES = ["connected", "pending", "not_connected"];

/** A bank login that begins. */
type Login = {
  /** The window, still empty. */
  popup: Window;
  /** The outcome, which may still be on its way. */
  login: Promise<Pick<LoginOutcome, "referenceId" | "redirectUrl" | "expiresAt">>;
  /** Asks the proxy for the result. */
  ask: (referenceId: string) => Promise<LoginResult>;
  signal: AbortSignal | undefined;
  /** Makes the error of a caller who has aborted. */
  aborted: () => Error;
};

/** In the shop's window: sends the other one to the bank, and waits for the result of the login. */
export async function follow({ popup, login, ask, signal, aborted }: Login): Promise<LoginResult> {
  let stop = () => {};
  const over = new Promise<never>((_, reject) => (stop = () => reject(aborted())));
  over.catch(() => {});
  signal?.addEventListener("abort", stop);
  if (signal?.aborted) stop();
  try {
    showProgress(popup);
    return await settle(popup, await Promise.race([over, login]), ask, over);
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

async function settle(popup: Window, { referenceId, redirectUrl, expiresAt }: Awaited<Login["login"]>, ask: Login["ask"], over: Promise<never>): Promise<LoginResult> {
  // An empty window is not cut off: the shopper closed it.
  if (popup.closed) return { kind: "not_connected", referenceId, reason: "unknown" };
  const now = Date.now();
  const end = Math.max(now, (expiresAt ?? now / 1000 + LONGEST_S) * 1000) + OVERTIME_MS;
  const watched = watch(popup, referenceId, end);
  try {
    mark(popup, referenceId);
    popup.location.replace(redirectUrl);
    for (;;) {
      const why = await Promise.race([over, watched.next()]);
      const result = await ask(referenceId).catch((error: IvyError) => {
        if (why !== "perhaps" || !error.retryable) throw error;
        return undefined;
      });
      if (!result) continue;
      // The proxy knows a login as soon as the return page has presented the nonce.
      const isKnown = result.kind !== "not_connected" || result.reason !== "unknown";
      if (isKnown || why === "gone" || why === "not_connected") return result;
      if (why === "late") return { ...result, reason: "expired" };
    }
  } finally {
    watched.stop();
  }
}

/** Shows the browser's own progress bar, since an empty window looks broken. It needs no words. */
function showProgress(popup: Window): void {
  try {
    const { document, outerWidth: width, outerHeight: height } = popup;
    popup.moveTo(screenX + (outerWidth - width) / 2, screenY + (outerHeight - height) / 2);
    document.title = globalThis.document.title;
    const viewport = document.createElement("meta");
    viewport.name = "viewport";
    viewport.content = "width=device-width";
    document.head.append(viewport);
    // A policy that forbids inline styles does not forbid these.
    document.documentElement.style.colorScheme = "light dark";
    document.body.style.cssText = "display:grid;place-content:center;height:90vh;margin:0";
    document.body.append(document.createElement("progress"));
  } catch {
    // It was closed at once.
  }
}

/** Stores the reference in the other window, whose storage begins as a copy of this one's and is separate from then on. */
function mark(popup: Window, referenceId: string): void {
  try {
    popup.sessionStorage.setItem(MARK, referenceId);
  } catch {
    // Storage may be forbidden. The return page then does not know its window, and keeps its result.
  }
}

/**
 * Watches the other window. `next` returns a reason to ask the proxy:
 *
 * - a status: the return page reports this result;
 * - "perhaps": the return page seems to be there, or the shopper is back here;
 * - "gone": the window is closed;
 * - "late": the time is over.
 *
 * `end` is in epoch milliseconds.
 */
function watch(popup: Window, referenceId: string, end: number): { next: () => Promise<string>; stop: () => void } {
  /** The last report of the return page. */
  let reported = "";
  /** True if the shopper came back to this window, and has not left it since. */
  let isBack = false;
  /** True if the shopper came back and the proxy was not asked since. */
  let isNew = false;
  /** True if the other window was seen open on a page of another origin: then the first page did not cut it off. */
  let wasAway = false;
  let [goneSince, homeSince, askedAt] = [Infinity, Infinity, 0];
  let wake = () => {};

  const channel = openChannel((data) => {
    if (!isMessage(data, ["type", "referenceId", "status"]) || data.type !== "returned") return;
    const { referenceId: reference, status = "" } = data;
    if (reference !== referenceId || !STATUSES.includes(status)) return;
    reported = status;
    channel.postMessage({ type: "heard", referenceId });
    wake();
  });

  const look = ({ type }: { type: string }) => {
    isBack = type !== "blur" && document.visibilityState === "visible";
    isNew = isBack;
  };
  for (const type of SIGNS) addEventListener(type, look);

  function reason(now: number): string {
    if (reported) {
      const status = reported;
      reported = "";
      return status;
    }
    if (now >= end) return "late";
    if (popup.closed) {
      const isHere = isBack || (wasAway && document.hasFocus());
      goneSince = isHere ? Math.min(goneSince, now) : Infinity;
      if (now - goneSince >= (wasAway ? GRACE_MS : CUT_OFF_GRACE_MS)) return "gone";
    } else {
      goneSince = Infinity;
      const origin = originOf(popup);
      wasAway ||= origin === "away";
      homeSince = origin === "home" ? Math.min(homeSince, now) : Infinity;
    }
    if (now - askedAt < SILENCE_MS || !(isNew || now - homeSince >= SILENCE_MS)) return "";
    isNew = false;
    return "perhaps";
  }

  return {
    async next() {
      for (;;) {
        const now = Date.now();
        const why = reason(now);
        if (why) {
          askedAt = now;
          return why;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, POLL_MS);
        });
      }
    },
    stop() {
      channel.close();
      for (const type of SIGNS) removeEventListener(type, look);
    },
  };
}

/** Returns the page of an open window: still empty, of this origin, or of another. */
function originOf(popup: Window): "empty" | "home" | "away" {
  try {
    return popup.location.href === "about:blank" ? "empty" : "home";
  } catch {
    return "away";
  }
}

/**
 * On the return page in the login's window: reports the kind of the result to the shop's window and closes this one. Returns
 * true if the shop's window has taken over.
 */
export async function handOver(referenceId: string, status: LoginResult["kind"]): Promise<boolean> {
  let hear = (_: boolean) => {};
  const heard = new Promise<boolean>((resolve) => (hear = resolve));
  const channel = openChannel((data) => {
    if (isMessage(data, ["type", "referenceId"]) && data.type === "heard" && data.referenceId === referenceId) hear(true);
  });
  channel.postMessage({ type: "returned", referenceId, status });
  setTimeout(hear, HEARD_MS, false);
  const isHeard = await heard;
  channel.close();
  if (!isHeard) return false;
  close();
  // If the browser does not close it, the page tells the shopper to.
  await new Promise((resolve) => setTimeout(resolve, CLOSING_MS));
  return true;
}

/** Opens the channel. Old web views, and pages without an origin, have none: nothing is received there. */
function openChannel(receive: (data: unknown) => void): Pick<BroadcastChannel, "postMessage" | "close"> {
  try {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = ({ data, origin }) => origin === location.origin && receive(data);
    return channel;
  } catch {
    return { postMessage() {}, close() {} };
  }
}

/** Checks that a message has these strings and nothing else. */
function isMessage(data: unknown, names: string[]): data is Record<string, string> {
  if (typeof data !== "object" || data === null || Object.keys(data).length !== names.length) return false;
  return names.every((name) => typeof Reflect.get(data, name) === "string");
}
