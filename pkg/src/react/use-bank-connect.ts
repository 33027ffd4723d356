// The way to the bank and back as the state of a React component.

import { useEffect, useInsertionEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { Client } from "../client/client.ts";
import { createFlow, type Flow } from "../flow/flow.ts";
import { firstState } from "../flow/initial.ts";
import type { BankConnectOptions } from "../flow/options.ts";
import type { DataSession } from "../model/session.ts";
import { IDLE } from "../flow/state.ts";
import type { BankConnectState } from "./types.ts";

/**
 * The result of {@link useBankConnect}. The actions change only with the client, never throw, and one runs at a time.
 *
 * @example
 * ```ts
 * import type { BankConnection } from "ivy-data-session/react";
 *
 * const next = ({ state, connect, retry }: BankConnection) => (state.status === "failed" ? retry : connect);
 * const bank: BankConnection = { state: { status: "idle" }, connect() {}, connectAnotherBank() {}, retry() {}, forgetBank() {}, cancel() {} };
 * console.log(next(bank) === bank.connect); // true
 * ```
 */
export type BankConnection = {
  state: BankConnectState;
  /** Looks for past sessions, and leaves for the bank where there are none. For a click: it may create a session. */
  connect: () => void;
  /** The same for a shopper who wants another bank: nothing is looked up. */
  connectAnotherBank: () => void;
  /** `failed`: does again what failed. `pending`: asks again. `redirecting`: opens the same login again. */
  retry: () => void;
  /** `recalled`: forgets the bank and the person of this session, or every bank where none is given. */
  forgetBank: (session?: DataSession) => void;
  /** Ends what is under way, without a word. */
  cancel: () => void;
};

/** The flow of a client, its first state, and the `initial` that the state was made of. */
type Known = { client: Client; flow: Flow; first: BankConnectState; initial: string | undefined };

const neverChanges = () => () => {};

/**
 * The way to the bank and back as a state. When it is mounted, it takes up a login that returns to this page, once; when
 * it is unmounted, it ends what is under way. A page from the back/forward cache starts again. With `initial` the first state
 * is `recalled`, on the server too.
 *
 * @example
 * ```tsx
 * import { renderToString } from "react-dom/server";
 * import { createClient } from "ivy-data-session";
 * import { useBankConnect } from "ivy-data-session/react";
 *
 * const client = createClient({ proxyUrl: "https://shop.example/api/ivy" });
 *
 * function PayByBank({ onPaid }: { onPaid: (sessionId: string) => void }) {
 *   const { state, connect, retry } = useBankConnect({
 *     client,
 *     request: { permissions: ["identity"], market: "DE" },
 *     onConnected: (session) => onPaid(session.id),
 *   });
 *   if (state.status === "connected") return <p>Thank you</p>;
 *   if (state.status === "recalled") return <p>{state.outcome.sessions.length} accounts</p>;
 *   if (state.status === "failed") return <button onClick={retry}>Try again</button>;
 *   return <button onClick={connect}>Pay by bank</button>;
 * }
 *
 * console.log(renderToString(<PayByBank onPaid={() => {}} />)); // <button>Pay by bank</button>
 * ```
 */
export function useBankConnect(options: BankConnectOptions): BankConnection {
  const latest = useRef(options);
  // Insertion effects run first after a render, so no call ever sees the options of an earlier one.
  useInsertionEffect(() => {
    latest.current = options;
  });
  const { client } = options;
  const [shown, show] = useState<{ flow: Flow | null; state: BankConnectState }>({ flow: null, state: IDLE });
  // The page must first be rendered as the server has rendered it, however old that is.
  const isHydrating = useSyncExternalStore(neverChanges, () => false, () => true);
  /**
   * Makes the flow of a client. A different client may mean a different customer, so each has its own. `spent` is the `initial`
   * of the client before.
   */
  const make = (spent?: string): Known => {
    const { initial } = options;
    const maxAge = isHydrating ? { initialMaxAgeMs: Infinity } : {};
    const first = initial === spent ? IDLE : firstState({ ...options, ...maxAge });
    const flow: Flow = createFlow(() => latest.current, (state) => show({ flow, state }), { first, spent });
    return { client, flow, first, initial };
  };
  let [known, set] = useState(() => make());
  if (known.client !== client) {
    known = make(known.initial);
    set(known);
  }
  const { flow, first } = known;
  // The state of another customer is never rendered, not even once.
  const state = shown.flow === flow ? shown.state : first;
  useEffect(flow.mount, [flow]);
  return useMemo(() => ({ state, ...flow.actions }), [state, flow]);
}
