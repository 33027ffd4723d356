// The first state of a flow, of the outcome that the merchant's server has rendered.

import type { Client } from "../client/client.ts";
import { LINK, type ClientLink } from "../client/link.ts";
import type { BankConnectOptions } from "./options.ts";
import { IDLE, type BankConnectState } from "./state.ts";

/** Returns the functions of a client that are not public. A client of an older version, or a page's own, has none. */
export function linkIn(client: Client): ClientLink | undefined {
  return (client as (Client & { [LINK]?: ClientLink | undefined }) | undefined)?.[LINK];
}

/** Returns the state that `initial` gives, or the idle state. Changes nothing, so that a server can call it too. */
export function firstState({ client, initial, initialMaxAgeMs }: BankConnectOptions): BankConnectState {
  const outcome = linkIn(client)?.peekInitial(initial, initialMaxAgeMs);
  return outcome?.kind === "recalled" ? { status: "recalled", outcome } : IDLE;
}
