// The checkout: connect a bank once, be recognised the next time.
//
// When is the past looked up? The shop's server knows whether this customer ever finished a bank login here and says so
// in the page (`data-expect="recall"`). Only then does the page call `recallBank`, so that the account is offered at once:
// one request to the proxy, the list. For everybody else nothing is asked before the click on "Pay by bank", which calls
// `connectBank`: two requests then, list and create.

import { startDevPanel } from "./devpanel.js";
import { chosenRow, dropSessions, fillOffer, focusAccounts, focusOffer } from "./offer.js";
import { pay, whoIsSignedIn } from "./server.js";
import { say, sayError } from "./status.js";

const request = { permissions: ["identity"], market: "DE" };

const page = document.documentElement.dataset;
const connectForm = document.getElementById("connect");
const connectButton = document.getElementById("pay-by-bank");
const offer = document.getElementById("offer");
const paid = document.getElementById("paid");

/** `?mode=popup`: the bank opens in a window of its own. */
const inWindow = new URLSearchParams(location.search).get("mode") === "popup";

/** The client, once it is there: a window opens in the click itself or not at all, so that click can't wait for it. */
let loaded = null;
/** True once the library can't be used: the button is then what it is without scripts, a form. */
let formOnly = false;
/** True while something runs: a second click changes nothing. */
let busy = false;

/** How long the library may take to load before the page goes on as a form, in milliseconds. */
const loadingTime = 10_000;

const panel = startDevPanel();
const ready = Promise.race([loadLibrary(), tooLate()]);
if (page.expect === "nothing") begin().catch(sayError);
else run(begin);

function tooLate() {
  return new Promise((_, reject) => setTimeout(() => reject(new Error("too late")), loadingTime));
}

async function loadLibrary() {
  const library = await import("/package/index.js");
  await library.init();
  const client = library.createClient({
    proxyUrl: "/api/ivy",
    environment: page.loginEnvironment,
    onEvent: panel.addEvent,
  });
  panel.startEditor(library.checkDataSessionRequest);
  loaded = client;
  return { client, maskIban: library.maskIban };
}

async function begin() {
  const { client } = await ready.catch(useForm);
  if (!client) return;
  if (page.expect === "return") return finishLogin(client);
  // A login that came back while nobody was signed in is finished after the sign-in. Mostly there is none, and that is known
  // before anything of this is painted.
  say("returning");
  const result = await client.resumeBankLogin();
  if (result) return showResult(result);
  say("idle");
  if (page.expect === "recall") return lookForPast(client);
  showConnect();
  if (takeLeftMark()) say("cancelled");
}

async function lookForPast(client) {
  say("looking");
  takeLeftMark();
  const outcome = await client.recallBank(request);
  if (outcome.kind === "recalled") return showOffer(outcome);
  showConnect();
  say(outcome.reason === "list_unavailable" ? outcome.reason : "idle");
}

async function finishLogin(client) {
  say("returning");
  const result = await client.resumeBankLogin().catch((error) => {
    throw error?.code === "unauthorized" ? { code: "sign_in_to_finish", requestId: error.requestId } : error;
  });
  if (result === null) return location.replace("/");
  if (result.handedOver) {
    show(null);
    say("handed_over");
    return document.getElementById("payment").focus();
  }
  return showResult(result);
}

function showResult(result) {
  if (result.kind === "connected") {
    return showOffer({ kind: "connected", sessions: [result.session], session: result.session, ageDays: null });
  }
  showConnect();
  if (result.kind === "pending") return say("pending");
  say({ expired: "expired", error: "failed" }[result.reason] ?? "unknown");
}

async function connect(fresh) {
  if (inWindow && loaded) return connectInWindow(loaded, fresh);
  say("connecting");
  const { client } = await ready;
  await goOn(client, await client.connectBank(request, { fresh }));
}

/** Shows what is remembered, or leaves for the bank. */
async function goOn(client, outcome) {
  if (outcome.kind === "recalled") {
    await showOffer(outcome);
    return focusOffer();
  }
  say("leaving");
  history.replaceState({ ...history.state, leftForBank: true }, "");
  await client.openBankLogin(outcome);
}

async function connectInWindow(client, fresh) {
  say("in_window");
  const outcome = client.connectBank(request, { fresh });
  let result;
  try {
    result = await client.openBankLogin(outcome, { mode: "popup" });
  } catch (error) {
    // There was nothing to open, or nothing may be opened here.
    if (error?.code === "validation_failed" || error?.code === "popup_blocked") return goOn(client, await outcome);
    throw error;
  }
  await showResult(result);
  if (result.kind === "connected") focusOffer();
  if (result.reason === "unknown") say("cancelled");
}

async function payFromChosen() {
  const row = chosenRow();
  if (!row) {
    say("choose_first");
    return focusAccounts();
  }
  say("paying");
  const { account } = await pay(row.sessionId, row.handle).catch((error) => {
    const isRefused = error.status === 403 || error.status === 404;
    throw isRefused && error.code !== "account_gone" ? { code: "pay_refused", requestId: error.requestId } : error;
  });
  show(paid);
  document.getElementById("paid-from").textContent = `From ${account.bank}, ${account.iban}, ${account.holder}.`;
  say("paid");
  document.getElementById("paid-title").focus();
}

async function forgetChosen() {
  const row = chosenRow();
  if (!row) {
    say("choose_first");
    return focusAccounts();
  }
  say("forgetting");
  const { client } = await ready;
  for (const id of row.sessionIds) await client.forgetBank(id);
  if (dropSessions(row.sessionIds) > 0) {
    say("choose");
    return focusAccounts();
  }
  showConnect();
  say("forgotten");
  connectButton.focus();
}

async function showOffer(outcome) {
  const { maskIban } = await ready;
  if (fillOffer(outcome, maskIban) === 0) {
    showConnect();
    return say("no_accounts");
  }
  show(offer);
  say(outcome.session ? outcome.kind : "choose");
}

function showConnect() {
  show(connectForm);
}

/** Shows one of the three, the button to connect, the offer, the receipt, or none. */
function show(part) {
  page.expect = "nothing";
  for (const each of [connectForm, offer, paid]) each.hidden = each !== part;
}

/** The library did not load, or the page's policy forbids WebAssembly: the button goes on as a plain form. */
function useForm() {
  formOnly = true;
  showConnect();
  say("blocked");
  return {};
}

/** Whether this history entry was left for a bank: then the shopper came back without finishing. */
function takeLeftMark() {
  const { leftForBank = false, ...rest } = history.state ?? {};
  if (leftForBank) history.replaceState(rest, "");
  return leftForBank;
}

/** Runs one task at a time and says what became of a failed one. */
async function run(task) {
  if (busy) return;
  setBusy(true);
  try {
    await task();
  } catch (error) {
    if (page.expect !== "nothing") showConnect();
    sayError(error);
  }
  setBusy(false);
}

function setBusy(value) {
  busy = value;
  for (const button of document.querySelectorAll("#payment button")) button.setAttribute("aria-disabled", String(value));
}

connectForm.addEventListener("submit", (event) => {
  if (formOnly) return;
  event.preventDefault();
  run(async () => {
    try {
      await connect(false);
    } catch (error) {
      if (error?.code && error.code !== "wasm_blocked" && error.code !== "load_failed") throw error;
      useForm();
      connectForm.submit();
    }
  });
});

document.getElementById("pay").addEventListener("click", () => run(payFromChosen));
document.getElementById("use-another-bank").addEventListener("click", () => run(() => connect(true)));
document.getElementById("forget-bank").addEventListener("click", () => run(forgetChosen));

/** Shows nothing more of the customer for whom the page was made, and loads it again for whoever is here now. */
function startOver() {
  document.body.replaceChildren();
  location.reload();
}

// The browser may show this page again as it was left (back/forward cache), to somebody else.
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) startOver();
});

// Somebody may have signed in or out in another tab.
document.addEventListener("visibilitychange", async () => {
  if (document.visibilityState !== "visible") return;
  const { customer } = await whoIsSignedIn().catch(() => ({ customer: { id: page.customer } }));
  if ((customer?.id ?? "") !== page.customer) startOver();
});
