"use client";

import { createClient } from "ivy-data-session";
import { BankConnect } from "ivy-data-session/react";

const client = createClient({ proxyUrl: "/api/ivy", environment: "local" }); // "production" once you are live
const request = { permissions: ["identity"], market: "DE" } as const;

export default function Checkout() {
  return (
    <>
      <form action="/api/sign-in" method="post">
        <button name="customer" value="ada">Sign in as Ada</button>
        <button name="customer" value="ben">Sign in as Ben</button>
      </form>
      <BankConnect client={client} request={request} formAction="/api/ivy/start" />
    </>
  );
}
