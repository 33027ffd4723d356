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
  const [state, show] = useState(IDLE);
  const [flow] = useState(() => createFlow(() => latest.current, show));
  useEffect(flow.mount, [flow]);
  return useMemo(() => ({ state, ...flow.actions }), [state, flow]);
}
