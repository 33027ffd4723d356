// The result of a login on the page to which the bank returns the shopper.

import type { BankConnectState } from "../flow/state.ts";

/** The results of a login. */
const RESULTS: readonly string[] = ["connected", "pending", "not_connected", "failed"];

/** Returns true if `state` is the result of a return to the page, and no action of the shopper's led to it. */
export function isArrival(before: BankConnectState | undefined, state: BankConnectState): boolean {
  const waited = !before || before.status === "idle" || (before.status === "loading" && before.task === "return");
  return waited && RESULTS.includes(state.status);
}

/** Scrolls to a result and focuses its status, unless the shopper has moved to another part of the page. */
export function reveal(box: HTMLElement, status: HTMLElement, host: Element): void {
  const { activeElement: active, body, documentElement } = document;
  if (active && active !== body && active !== documentElement && active !== host) return;
  status.focus({ preventScroll: true });
  const { top, bottom, height } = box.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) box.scrollIntoView({ block: height > innerHeight ? "start" : "center" });
}
