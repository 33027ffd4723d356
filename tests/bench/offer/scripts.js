// The scripts of the measured pages, as texts. Each shows the remembered account and then leaves the mark "done".

/** Shows an account in the paragraph whose first paint is measured. */
const SHOW = `
const show = ({ data }, end) => {
  document.getElementById("account").textContent = data.bankName + ", account ending in " + end;
  performance.mark("done");
};`;

/** No library: the list is fetched, parsed and believed. */
export const PLAIN = `${SHOW}
const response = await fetch("/api/ivy/data/session/list", {
  method: "POST",
  headers: { "content-type": "application/json", accept: "application/json", "ivy-client": "2" },
  body: "{}",
});
const { dataSessions } = await response.json();
show(dataSessions[0], dataSessions[0].data.accounts[0].identifier.iban.iban.slice(-4));
`;

/** The client, as the guides use it. */
export const CLIENT = `import { createClient } from "/ivy/index.js";
${SHOW}
const ivy = createClient({ proxyUrl: "/api/ivy" });
const { session } = await ivy.recallBank({ permissions: ["identity"], market: "DE" });
show(session, session.data.accounts[0].identifier.iban.iban.slice(-4));
`;

/** The client, with a page that waits for the library before it asks for the list. */
export const IN_TURN = CLIENT.replace("createClient }", "createClient, init }").replace("const ivy", "await init();\nconst ivy");

/** No library, and the account is in the HTML. */
export const PLAIN_RENDERED = `
document.getElementById("pay").addEventListener("click", ({ target }) => target.form.submit());
performance.mark("done");
`;

/**
 * The client, and the account is in the HTML. The library is loaded after the first paint, and decides by the list that the
 * server has read.
 */
export const CLIENT_RENDERED = `
await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
const { createClient } = await import("/ivy/index.js");
const ivy = createClient({ proxyUrl: "/api/ivy" });
const list = JSON.parse(document.getElementById("list").textContent);
const { session } = await ivy.recallBank({ permissions: ["identity"], market: "DE" }, { list });
document.getElementById("pay").value = session.id;
performance.mark("done");
`;
