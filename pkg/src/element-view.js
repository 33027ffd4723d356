/**
 * The view of an element: what stands in its shadow tree. Its parts stay while states come and go, so that the keyboard
 * and a screen reader stay where they are.
 */
import { needsForm, textOfCode } from "./bank-choices.js";
import { make, makeRow, offerOf } from "./element-rows.js";

/** What stands in each state beside the status: `m`ain button, `n`ote, `o`ffer, `s`keleton, `a`nother, `f`orget, `c`ancel. */
const SHOWN = {
  idle: "mn",
  loading: "sa",
  recalled: "omaf",
  connected: "oma",
  pending: "ma",
  not_connected: "ma",
  failed: "ma",
  forgotten: "mn",
  redirecting: "m",
};

/** While these last, what was there stays. */
const BUSY = ["connecting", "forgetting"];

/**
 * @param {ShadowRoot} root
 * @param {any} act what the buttons do
 */
export function createView(root, act) {
  const text = make("span", { class: "text" });
  const reference = make("span", { part: "reference", class: "reference" });
  const status = make("p", { part: "status", class: "status", role: "status", "aria-live": "polite" }, text, reference);
  const skeleton = make("div", { part: "skeleton", class: "skeleton", "aria-hidden": "true" }, make("i"), make("i"));
  const title = make("p", { part: "title", class: "title", id: "title" });
  const list = make("div", { class: "list" });
  const offer = make("div", { part: "accounts", role: "radiogroup", "aria-labelledby": "title" }, title, list);
  const label = make("span");
  const main = make("button", { part: "button", class: "main", type: "submit" }, make("i", { class: "turning", "aria-hidden": "true" }), label);
  const fields = make("span", { hidden: "" });
  const form = /** @type {HTMLFormElement} */ (make("form", { part: "form", method: "post" }, fields, main));
  const link = (part) => make("button", { part: `link ${part}`, class: "link", type: "button" });
  const [another, forget, cancel] = ["another-bank", "forget-bank", "cancel"].map(link);
  const more = make("div", { class: "more" }, another, forget, cancel);
  const note = make("p", { part: "note", class: "note" });
  const box = make("div", { part: "container", class: "box", role: "group" }, status, skeleton, offer, form, more, note);
  const parts = { m: form, n: note, o: offer, s: skeleton, a: another, f: forget, c: cancel };

  let model;
  /** @type {ReturnType<typeof offerOf>} */
  let offered = null;
  /** @type {ReturnType<typeof makeRow>[]} */
  let rows = [];
  let shown = "";
  /** Whether the shopper did what led to this state: then the keyboard goes along, and a form may be sent. */
  let acted = false;
  let usesForm = false;

  form.addEventListener("submit", (event) => {
    if (usesForm) return;
    event.preventDefault();
    if (!isBusy()) press();
  });
  // The second half of a double click was meant for the button that stood here before.
  main.addEventListener("click", (event) => event.detail > 1 && event.preventDefault());
  another.addEventListener("click", () => begin(act.connectAnotherBank));
  forget.addEventListener("click", () => !isBusy() && withChoice(({ session }) => begin(() => act.forgetBank(session))));
  cancel.addEventListener("click", () => begin(act.cancel));

  const isBusy = () => BUSY.includes(model.state.status);

  function begin(action) {
    if (isBusy()) return;
    acted = true;
    action();
  }

  function press() {
    const { status: name } = model.state;
    if (offered) return withChoice(act.choose);
    begin(["failed", "pending", "redirecting"].includes(name) ? act.retry : act.connect);
  }

  /** Nothing is used or forgotten but what the shopper chose. */
  function withChoice(use) {
    const at = rows.findIndex(({ radio }) => radio.checked);
    if (at >= 0) return use(offered?.choices[at]);
    say(model.texts.chooseFirst, "warn");
    rows[0]?.radio.focus();
  }

  function say(words, tone, id = "") {
    // What is set anew is read out anew.
    if (text.textContent !== words) text.textContent = words;
    const said = id ? model.texts.reference(id) : "";
    if (reference.textContent !== said) reference.textContent = said;
    status.dataset.tone = tone;
  }

  function draw(next) {
    const before = model;
    model = next;
    const { state, texts } = next;
    const focused = /** @type {HTMLElement | null} */ (root.activeElement);
    const busy = isBusy();
    if (!box.isConnected) root.replaceChildren(box);
    box.lang = next.language;
    box.dataset.state = state.status;
    box.setAttribute("aria-label", texts.connect);
    box.setAttribute("aria-busy", String(busy || state.status === "loading"));

    if (!busy) {
      usesForm = Boolean(next.action) && (needsForm(state) || (next.isFormOnly && state.status === "idle"));
      shown = SHOWN[state.status] + (state.mode === "popup" ? "c" : "");
      if (usesForm || (state.status === "loading" && state.task === "return")) shown = shown.replace("a", "");
    }
    const isPassing = busy || (state.status === "redirecting" && state.mode !== "popup");
    const [words, tone, id] = saidIn(state, texts, usesForm);
    // A line that was not there does not push the button away that was just pressed; it is read out alone.
    const wasQuiet = !before || status.classList.contains("unseen");
    status.classList.toggle("unseen", !words || (isPassing && wasQuiet));
    for (const [key, part] of Object.entries(parts)) part.hidden = !shown.includes(key);

    const isNewOffer = drawOffer(before);
    drawWords(state, texts);
    drawForm(next);
    for (const button of [main, another, forget]) button.setAttribute("aria-disabled", String(busy));
    for (const { radio } of rows) radio.disabled = busy;
    box.toggleAttribute("data-turning", isPassing && status.classList.contains("unseen"));
    say(words, tone, id);
    settle(focused, isNewOffer);
  }

  /** Puts the rows there. Gives whether they are others than before. */
  function drawOffer(before) {
    if (isBusy()) return false;
    const next = offerOf(model.state);
    const known = offered && next && before && sessionsOf(before.state) === sessionsOf(model.state);
    const chosen = known ? rows.findIndex(({ radio }) => radio.checked) : -1;
    offered = next;
    rows = next ? next.choices.map((choice) => makeRow(choice, next.ages(choice.session), model)) : [];
    list.replaceChildren(...rows.map(({ row }) => row));
    // Where past sessions name different people there is none to offer, and nothing is preselected.
    const first = next?.offered && next.choices[0]?.session.id === next.offered.id ? 0 : -1;
    const selected = rows[known ? chosen : first];
    if (selected) selected.radio.checked = true;
    title.classList.toggle("unseen", rows.length < 2);
    return Boolean(next && !known);
  }

  function drawWords({ status: name }, texts) {
    title.textContent = texts.accounts;
    note.textContent = texts.note;
    another.textContent = texts.anotherBank;
    forget.textContent = texts.forgetBank;
    cancel.textContent = texts.cancel;
    const hasAccounts = offered?.choices.some(({ account }) => account);
    const ofOffer = hasAccounts ? texts.choose : texts.chooseBank;
    const labels = { failed: usesForm ? texts.continueToBank : texts.retry, pending: texts.checkAgain, redirecting: texts.continueToBank };
    if (!isBusy()) label.textContent = offered ? ofOffer : (labels[name] ?? texts.connect);
  }

  function drawForm({ action, fields: pairs }) {
    if (action) form.action = action;
    else form.removeAttribute("action");
    fields.replaceChildren(...pairs.map(([name, value]) => make("input", { type: "hidden", name, value })));
  }

  /** Leaves the keyboard where it was; where that is gone, takes it to what comes next. */
  function settle(focused, isNewOffer) {
    const { status: name } = model.state;
    if (isBusy()) return;
    const goesOn = acted;
    if (name !== "redirecting" && name !== "loading") acted = false;
    if (usesForm && goesOn && name === "failed") return form.submit();
    if (!focused || (!isNewOffer && focused.getClientRects().length > 0)) return;
    const chosen = rows.find(({ radio }) => radio.checked) ?? rows[0];
    (chosen?.radio ?? (form.hidden ? another : main)).focus();
  }

  return { draw };
}

const sessionsOf = ({ session, outcome }) => outcome?.sessions ?? session;

/**
 * The words of a state, their tone, and the number of a failed request.
 *
 * @returns {[string, string, string?]}
 */
function saidIn({ status, task, mode, reason, error, outcome }, texts, usesForm) {
  if (status === "loading") return [task === "recall" ? texts.looking : texts.returning, "busy"];
  if (status === "connecting") return [texts.connecting, "busy"];
  if (status === "forgetting") return [texts.forgetting, "busy"];
  if (status === "redirecting") return [mode === "popup" ? texts.inWindow : texts.redirecting, "busy"];
  if (status === "recalled") return outcome.session ? [texts.recalled, "good"] : [texts.several, "calm"];
  if (status === "connected") return [texts.connected, "good"];
  if (status === "forgotten") return [texts.forgotten, "calm"];
  if (status === "pending") return [texts.pending, "warn"];
  if (status === "not_connected") return [reason === "expired" ? texts.expired : texts.notConnected, "bad"];
  if (status !== "failed") return ["", "calm"];
  return usesForm ? [texts.formOnly, "warn"] : [texts[textOfCode(error?.code)], "bad", error?.requestId];
}
