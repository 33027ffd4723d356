/**
 * The way to the bank and back as the state of a React component.
 */
import { useEffect, useInsertionEffect, useMemo, useRef, useState } from "react";
import { createFlow, IDLE } from "./bank-flow.js";

/**
 * See react.d.ts.
 *
 * @param {import("../react.js").BankConnectOptions} options
 * @returns {import("../react.js").BankConnection}
 */
export function useBankConnect(options) {
  const latest = useRef(options);
  // Before anything else that may happen after a render: no call ever sees the options of an earlier one.
  useInsertionEffect(() => {
    latest.current = options;
  });
  const { client } = options;
  const [shown, show] = useState(/** @type {{flow: any, state: any}} */ ({ flow: null, state: IDLE }));
  /** Makes the flow of a client. Another client is another customer, so each has its own. */
  const make = () => {
    const flow = createFlow(() => latest.current, (state) => show({ flow, state }));
    return { client, flow };
  };
  let [{ client: known, flow }, set] = useState(make);
  if (known !== client) {
    const next = make();
    set(next);
    flow = next.flow;
  }
  // The state of another customer is never rendered, not even once.
  const state = shown.flow === flow ? shown.state : IDLE;
  useEffect(flow.mount, [flow]);
  return useMemo(() => ({ state, ...flow.actions }), [state, flow]);
}
