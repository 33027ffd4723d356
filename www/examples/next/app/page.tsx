"use client";

import { createClient, type PageRequest } from "ivy-data-session";
import { BankConnect, type BankChoice } from "ivy-data-session/react";
import { useState } from "react";

const client = createClient({ proxyUrl: "/api/ivy", environment: "local" }); // "production" once you are live
const request: PageRequest = { permissions: ["identity"], market: "DE" };

export default function Checkout() {
  const [said, say] = useState("");

  async function pay({ session, handle }: BankChoice) {
    const response = await fetch("/api/pay", {
      method: "POST",
      headers: { "content-type": "application/json", "ivy-client": "1" },
      body: JSON.stringify({ sessionId: session.id, handle }),
    });
    say(response.ok ? "Thank you, your order is paid." : "Nothing was paid. You can choose again.");
  }

  return (
    <>
      <form action="/api/sign-in" method="post">
        <button name="customer" value="ada">Sign in as Ada</button>
        <button name="customer" value="ben">Sign in as Ben</button>
      </form>
      <BankConnect client={client} request={request} formAction="/api/ivy/start" onChoose={pay} />
      <p role="status">{said}</p>
    </>
  );
}
