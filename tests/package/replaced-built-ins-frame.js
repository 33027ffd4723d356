// One page with one replaced built-in. What the page says itself uses nothing that a case replaces.

import { cases } from "./replaced-built-ins.js";

const { setTimeout, fetch, Response, Promise, performance, document } = globalThis;
const { getClientRects } = Element.prototype;
const { apply } = Reflect;
const now = performance.now.bind(performance);
const [, moment, name] = /^#([a-z]+)=(.*)$/.exec(decodeURIComponent(location.hash));

/** The longest time until the element has settled, in milliseconds. */
const PATIENCE_MS = 8_000;

const session = (id, holder, iban, createdAt) =>
  `{"id":"${id}","status":"complete","createdAt":${createdAt},"data":{"bankName":"Test Bank","identity":{"name":"${holder}"},"accounts":[{"handle":"h-${id}","identifier":{"iban":{"iban":"${iban}"}}}]}}`;
const LIST = `{"dataSessions":[{"id":7},${session("s1", "Åda Example", "DE89370400440532013000", 1_767_225_600)},${session("s2", "Åda Example", "NL91ABNA0417164300", 1_764_547_200)}]}`;
const HEADERS = { "content-type": "application/json", date: "Sun, 01 Feb 2026 00:00:00 GMT" };

// The library's own file is loaded with a second argument; a request to the proxy has none.
globalThis.fetch = async (input, init) => (init === undefined ? new Response(LIST, { headers: HEADERS }) : fetch(input, init));

const uncaught = [];
for (const type of ["error", "unhandledrejection"]) addEventListener(type, () => (uncaught[uncaught.length] = type));

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const told = (error) => ({ code: typeof error?.code === "string" && error.name === "IvyError" ? error.code : "no IvyError", text: `${error}` });

let ivy;
let client;
let outcome;

async function open() {
  ivy = await imported("/node_modules/ivy-data-session/index.js");
  if (!ivy) return;
  client = ivy.createClient({ proxyUrl: "/api/ivy", retries: 0, timeoutMs: 5_000 });
}

/** Imports a file. One that fails leaves the page's own form. */
async function imported(file) {
  try {
    return await import(file);
  } catch {
    return undefined;
  }
}

const define = () => imported("/node_modules/ivy-data-session/element.js");

const isVisible = (element) => Boolean(element) && apply(getClientRects, element, []).length > 0;

/** Returns what a shopper sees: the accounts, a form, or nothing. */
function seen(bank) {
  const root = bank.shadowRoot;
  const rows = root?.querySelectorAll("[part~=account]") ?? [];
  if (rows.length > 0 && isVisible(rows[0])) return `${rows.length} accounts ${root.textContent.includes("Test Bank") && root.textContent.includes("Åda Example")}`;
  if (isVisible(document.getElementById("own"))) return "form";
  const form = root?.querySelector("form");
  return form?.action.endsWith("/api/ivy/start") && isVisible(form.querySelector("button")) ? "form" : "nothing";
}

const bank = document.querySelector("ivy-bank-connect");
const { replace } = cases[name];
try {
  if (moment === "before") replace();
  await open();
  if (moment === "after") {
    await define();
    replace();
  }
  outcome = { code: "not imported" };
  if (client) {
    const recalled = await client.recallBank({ permissions: ["identity"], metadata: { a: ["é"] } }, { require: ["identity"] });
    const { sessions = [] } = recalled;
    // A list that failed leads to the bank, and says why.
    outcome = recalled.problem
      ? told(recalled.problem)
      : { kind: recalled.kind, ids: `${sessions.length} ${sessions[0]?.id} ${sessions[1]?.id}`, offered: recalled.session?.id };
  }
} catch (error) {
  outcome = told(error);
}
try {
  await define();
  if (client) {
    bank.request = { permissions: ["identity"] };
    bank.client = client;
  }
} catch (error) {
  outcome.element = told(error).text;
}
const end = now() + PATIENCE_MS;
const isBusy = () => bank.state?.status === "loading" || bank.state?.status === "connecting";
do await wait(20);
while ((isBusy() || seen(bank) === "nothing" || (client && outcome.kind && bank.state?.status === "idle")) && now() < end);
globalThis.result = { outcome, state: bank.state?.status ?? "undefined", seen: seen(bank), uncaught: uncaught.length };
