// The checkout page with an own design: a shopper connects a bank once, and the next time the page offers its accounts without a login.
//
// The shop's server knows if this customer has finished a bank login here, and then sets `data-expect="recall"`. Only with
// that value does the page call `recallBank` when it opens, which sends one request to the proxy, the list. For everybody
// else the page sends nothing before the click on "Pay by bank". The click calls `connectBank`, which sends list and create.

import { watchCustomer } from "./customer.js";
import { startDevPanel } from "./devpanel.js";
import { chosenRow, dropSessions, fillOffer, focusAccounts, focusOffer } from "./offer.js";
import { pay } from "./server.js";
import { say, sayError } from "./status.js";

const request = { permissions: ["identity"], market: "DE" };

const page = document.documentElement.dataset;
const connectForm = document.getElementById("connect");
const connectButton = document.getElementById("pay-by-bank");
const offer = document.getElementById("offer");
const paid = document.getElementById("paid");

/** True with `?mode=popup`: the bank opens in a separate window. */
const inWindow = new URLSearchParams(location.search).get("mode") === "popup";

/** The client once it is loaded, else null. Browsers open a window only within a click, so the click cannot wait for it. */
let loaded = null;
/** True once the library cannot be used. The button then submits its form, as without scripts. */
let formOnly = false;
/** True while a task runs. Clicks are ignored meanwhile. */
let busy = false;

/** The time limit for loading the library, in milliseconds. After it the page works as a form. */
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
  // Finishes a login that returned while nobody was signed in. Mostly there is none, which is known before the first paint.
  say("returning");
  const result = await client.resumeBankLogin();
  if (result) return showResult(result);
  say("idle");
  if (page.expect === "recall") return lookForPast(client);
  showConnect();
  if (takeLeftForBank()) say("cancelled");
}

/** Looks for a past login, and shows its accounts or the button to connect. */
async function lookForPast(client) {
  say("looking");
  takeLeftForBank();
  const outcome = await client.recallBank(request);
  if (outcome.kind === "recalled") return showOffer(outcome);
  showConnect();
  say(outcome.reason === "list_unavailable" ? outcome.reason : "idle");
}

/** Shows the result of the login that the shopper returns from. */
async function finishLogin(client) {
  say("returning");
  const result = await client.resumeBankLogin().catch((error) => {
    throw error?.code === "unauthorized" ? { code: "sign_in_to_finish", requestId: error.requestId } : error;
  });
  if (result === null) return location.replace("/own-design");
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

/** Starts a bank login, or offers past accounts unless `fresh` is true. */
async function connect(fresh) {
  if (inWindow && loaded) return connectInWindow(loaded, fresh);
  say("connecting");
  const { client } = await ready;
  await offerOrLeave(client, await client.connectBank(request, { fresh }));
}

/** Shows the past accounts, or goes to the bank. */
async function offerOrLeave(client, outcome) {
  if (outcome.kind === "recalled") {
    await showOffer(outcome);
    return focusOffer();
  }
  say("leaving");
  history.replaceState({ ...history.state, leftForBank: true }, "");
  await client.openBankLogin(outcome);
}

/** Opens the bank in a separate window and waits for the result. */
async function connectInWindow(client, fresh) {
  say("in_window");
  const outcome = client.connectBank(request, { fresh });
  let result;
  try {
    result = await client.openBankLogin(outcome, { mode: "popup" });
  } catch (error) {
    // Past accounts need no window, or the browser blocked it.
    if (error?.code === "validation_failed" || error?.code === "popup_blocked") return offerOrLeave(client, await outcome);
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

/** Shows one part of the page and hides the others: the button to connect, the offer or the receipt. Null hides all. */
function show(part) {
  page.expect = "nothing";
  for (const each of [connectForm, offer, paid]) each.hidden = each !== part;
}

/** Makes the button submit its form, if the library did not load or the page's policy forbids WebAssembly. */
function useForm() {
  formOnly = true;
  showConnect();
  say("blocked");
  return {};
}

/** Returns true if the shopper left this history entry for a bank and came back without a result. Clears the note. */
function takeLeftForBank() {
  const { leftForBank = false, ...rest } = history.state ?? {};
  if (leftForBank) history.replaceState(rest, "");
  return leftForBank;
}

/** Runs a task unless another one runs, and shows the text for its error. */
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

watchCustomer();
