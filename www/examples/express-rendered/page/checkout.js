import { createClient } from "/ivy/index.js";
import "/ivy/element.js";

const bank = document.querySelector("ivy-bank-connect");
bank.request = { permissions: ["identity", "accounts"], market: "DE" };
bank.client = createClient({ proxyUrl: "/api/ivy", environment: "local" }); // "production" once you are live

bank.addEventListener("choose", async ({ detail: { session, handle } }) => {
  const response = await fetch("/pay", {
    method: "POST",
    headers: { "content-type": "application/json", "ivy-client": "1" },
    body: JSON.stringify({ sessionId: session.id, handle }),
  });
  document.getElementById("paid").textContent = response.ok ? "Thank you, your order is paid." : "Nothing was paid. You can choose again.";
});
