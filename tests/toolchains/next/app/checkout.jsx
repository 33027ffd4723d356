"use client";

import * as ivy from "ivy-data-session";
import * as debug from "ivy-data-session/debug";
import "ivy-data-session/element";
import { useBankConnect } from "ivy-data-session/react";
import { useEffect } from "react";
import { draw } from "./draw.js";
import { openOnClick, tryUse } from "./use.js";

// Also runs on the server, where a relative URL has no base.
const client = ivy.createClient({ proxyUrl: "/api/ivy" });
const request = { permissions: ["identity"], market: "DE" };

export function Checkout() {
  const { state, connect } = useBankConnect({ client, request, recall: false });
  useEffect(() => {
    openOnClick(ivy, "/api/ivy");
    const use = async () => ({ page: await tryUse(ivy, "/api/ivy"), element: await draw(ivy, debug, "/api/ivy") });
    use().then((result) => (globalThis.result = result));
  }, []);
  return (
    <button type="button" onClick={connect}>
      {state.status}
    </button>
  );
}
