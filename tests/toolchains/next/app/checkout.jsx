"use client";

import * as ivy from "ivy-data-session";
import { useBankConnect } from "ivy-data-session/react";
import { useEffect } from "react";
import { openOnClick, tryUse } from "./use.js";

// Made on the server too, where a relative address has no base.
const client = ivy.createClient({ proxyUrl: "/api/ivy" });
const request = { permissions: ["identity"], market: "DE" };

export function Checkout() {
  const { state, connect } = useBankConnect({ client, request });
  useEffect(() => {
    openOnClick(ivy, "/api/ivy");
    tryUse(ivy, "/api/ivy").then((page) => (globalThis.result = { page }));
  }, []);
  return (
    <button type="button" onClick={connect}>
      {state.status}
    </button>
  );
}
