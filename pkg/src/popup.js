/**
 * A bank login in a window of its own: what the shop's window and the return page in the other one do until there is one
 * result. Loaded when it is used. Imports nothing: the library must not be in a page twice.
 *
 * What is known about the other window is little. A page with `Cross-Origin-Opener-Policy` cuts the windows apart: then
 * `closed` says true while the shopper is at the bank. So neither `closed` nor a message is believed: each is a reason to
 * ask the proxy.
 */

/** The channel between the windows of this origin. Nobody else can listen to it or speak on it. */
const CHANNEL = "ivy-data-session.login";

/** Where the other window keeps the reference of its login, so that the return page knows that it is in that window. */
const MARK = "ivy-data-session.popup";

/** Pause between two looks at the other window, in milliseconds. */
const POLL_MS = 200;

/** For how long a closed window may be followed by the news of a return, in milliseconds. */
const GRACE_MS = 2_000;

/** The same where the window may be open and only cut off: as long the shopper has to be back in the shop. */
const CUT_OFF_GRACE_MS = 10_000;

/** For how long the return page may be there without a word before the proxy is asked; also the pause between two such questions. */
const SILENCE_MS = 3_000;

/** For how much longer than its login a window is waited for, in milliseconds. */
const OVERTIME_MS = 1_800_000;

/** How long a login lasts at most, in seconds, where nothing says when it ends. */
const LONGEST_S = 86_400;

/** How long the return page waits for the shop's window, in milliseconds. */
const HEARD_MS = 2_000;

/** How long a window may take to close, in milliseconds. */
const CLOSING_MS = 1_000;

/** What tells that the shopper came to this window, or left it. */
const SIGNS = ["focus", "blur", "visibilitychange"];

const STATUSES = ["connected", "pending", "not_connected"];

/**
 * @typedef {object} Login a bank login that begins
 * @property {Window} popup the window, still empty
 * @property {Promise<{referenceId: string, redirectUrl: string, expiresAt?: number | null}>} login where the bank is, when it is known
 * @property {(referenceId: string) => Promise<any>} ask asks the proxy what became of it
 * @property {AbortSignal} [signal]
 * @property {() => Error} aborted makes the error of a caller who gave up
 */

/**
 * In the shop's window: sends the other one to the bank, and waits for what becomes of it.
 *
 * @param {Login} given
 * @returns {Promise<any>} what resumeBankLogin gives
 */
export async function follow({ popup, login, ask, signal, aborted }) {
  let stop = () => {};
  const over = new Promise((_, reject) => (stop = () => reject(aborted())));
  over.catch(() => {});
  signal?.addEventListener("abort", stop);
  if (signal?.aborted) stop();
  try {
    show(popup);
    return await settle(popup, await Promise.race([over, login]), ask, over);
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

async function settle(popup, { referenceId, redirectUrl, expiresAt }, ask, over) {
  // Still empty, it was not cut off: the shopper closed it.
  if (popup.closed) return { kind: "not_connected", referenceId, reason: "unknown" };
  const now = Date.now();
  const end = Math.max(now, (expiresAt ?? now / 1000 + LONGEST_S) * 1000) + OVERTIME_MS;
  const news = watch(popup, referenceId, end);
  try {
    mark(popup, referenceId);
    popup.location.replace(redirectUrl);
    for (;;) {
      const why = await Promise.race([over, news.next()]);
      const result = await ask(referenceId).catch((error) => {
        if (why !== "perhaps" || !error.retryable) throw error;
      });
      // The proxy knows a login from the moment when the return page has presented the nonce.
      const isKnown = result && result.reason !== "unknown";
      if (isKnown || why === "gone" || why === "not_connected") return result;
      if (why === "late") return { ...result, reason: "expired" };
    }
  } finally {
    news.stop();
  }
}

/** An empty window looks broken: the browser's own sign that something is under way needs no words. */
function show(popup) {
  try {
    const { document, outerWidth: width, outerHeight: height } = popup;
    popup.moveTo(screenX + (outerWidth - width) / 2, screenY + (outerHeight - height) / 2);
    document.title = globalThis.document.title;
    const viewport = document.createElement("meta");
    viewport.name = "viewport";
    viewport.content = "width=device-width";
    document.head.append(viewport);
    // A policy that forbids styles in the page's text does not forbid these.
    document.documentElement.style.colorScheme = "light dark";
    document.body.style.cssText = "display:grid;place-content:center;height:90vh;margin:0";
    document.body.append(document.createElement("progress"));
  } catch {
    // It was closed at once.
  }
}

/** The other window has a storage of its own, which begins as a copy of this one's. */
function mark(popup, referenceId) {
  try {
    popup.sessionStorage.setItem(MARK, referenceId);
  } catch {
    // Storage may be forbidden. The return page then does not know where it is, and keeps its result.
  }
}

/**
 * Watches the other window. `next` gives a reason to ask the proxy:
 *
 * - a status: the return page says that this became of the login;
 * - "perhaps": the return page seems to be there, or the shopper is back here;
 * - "gone": the window is closed;
 * - "late": the time is over.
 *
 * @param {Window} popup
 * @param {string} referenceId
 * @param {number} end in epoch milliseconds
 */
function watch(popup, referenceId, end) {
  /** What the return page said last. */
  let said = "";
  /** Whether the shopper came back to this window, and has not left it since. */
  let isBack = false;
  /** Whether the shopper came back and nobody has looked what for. */
  let isNew = false;
  /** Whether the other window was seen open on a page of somebody else: then it was not cut off by the first one. */
  let wasAway = false;
  let [goneSince, homeSince, askedAt] = [Infinity, Infinity, 0];
  let wake = () => {};

  const channel = openChannel((data) => {
    if (!isMessage(data, ["type", "referenceId", "status"]) || data.type !== "returned") return;
    if (data.referenceId !== referenceId || !STATUSES.includes(data.status)) return;
    said = data.status;
    channel.postMessage({ type: "heard", referenceId });
    wake();
  });

  const look = ({ type }) => {
    isBack = type !== "blur" && document.visibilityState === "visible";
    isNew = isBack;
  };
  for (const type of SIGNS) addEventListener(type, look);

  function reason(now) {
    if (said) {
      const status = said;
      said = "";
      return status;
    }
    if (now >= end) return "late";
    if (popup.closed) {
      const isHere = isBack || (wasAway && document.hasFocus());
      goneSince = isHere ? Math.min(goneSince, now) : Infinity;
      if (now - goneSince >= (wasAway ? GRACE_MS : CUT_OFF_GRACE_MS)) return "gone";
    } else {
      goneSince = Infinity;
      const place = placeOf(popup);
      wasAway ||= place === "away";
      homeSince = place === "home" ? Math.min(homeSince, now) : Infinity;
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
        await new Promise((resolve) => {
          wake = () => resolve(undefined);
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

/** Where an open window is: still empty, on a page of this origin, or on one of another. */
function placeOf(popup) {
  try {
    return popup.location.href === "about:blank" ? "empty" : "home";
  } catch {
    return "away";
  }
}

/**
 * On the return page in the login's own window: gives the news to the shop's window and closes this one.
 *
 * @param {string} referenceId
 * @param {string} status the result's kind
 * @returns {Promise<boolean>} whether the shop's window has taken over
 */
export async function handOver(referenceId, status) {
  let hear = (_) => {};
  const heard = new Promise((resolve) => (hear = resolve));
  const channel = openChannel((data) => {
    if (isMessage(data, ["type", "referenceId"]) && data.type === "heard" && data.referenceId === referenceId) hear(true);
  });
  channel.postMessage({ type: "returned", referenceId, status });
  setTimeout(hear, HEARD_MS, false);
  const isHeard = await heard;
  channel.close();
  if (!isHeard) return false;
  close();
  // Where a browser does not let it close, the page says that the shopper may.
  await new Promise((resolve) => setTimeout(resolve, CLOSING_MS));
  return true;
}

/** Nothing is heard where there are no channels: old web views, pages without an origin. */
function openChannel(receive) {
  try {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = ({ data, origin }) => origin === location.origin && receive(data);
    return channel;
  } catch {
    return { postMessage() {}, close() {} };
  }
}

/** Whether a message has these texts and nothing else. */
function isMessage(data, names) {
  if (typeof data !== "object" || data === null || Object.keys(data).length !== names.length) return false;
  return names.every((name) => typeof data[name] === "string");
}
