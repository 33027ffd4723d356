// The view of an element: the content of its shadow tree. Its nodes are kept between states, so that the focus and the
// position of a screen reader stay.

import { needsForm, textOfError, textOfOffer } from "../flow/choices.ts";
import type { Actions } from "../flow/flow.ts";
import type { BankChoice, BankConnectState } from "../flow/state.ts";
import { isIvyError } from "../errors/ivy-error.ts";
import type { BankConnectTexts } from "../locales/texts.ts";
import { make, makeRow, offerOf, type Offer, type Row, type RowModel } from "./rows.ts";

/**
 * The parts of each state besides the status: `m`ain button, `n`ote, `o`ffer, `s`keleton, `a`nother, `f`orget, `c`ancel. A
 * transient state keeps those of the state before.
 */
const SHOWN: Partial<Record<BankConnectState["status"], string>> = {
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

/** Transient states: the previous content stays visible until they end. */
const BUSY: readonly string[] = ["connecting", "forgetting"];

/** The actions of the buttons. */
export type ViewActions = Actions & { choose: (choice: BankChoice) => void };

/** The content of the view. */
export type ViewModel = RowModel & {
  state: BankConnectState;
  /** The URL of the proxy's `/start`. */
  action: string | null;
  /** The fields of the form. */
  fields: [string, string][];
  /** True if the library cannot be loaded. */
  isFormOnly: boolean;
};

/** The view of one element. */
export type View = { draw: (next: ViewModel) => void };

/** Makes the view in a shadow root. */
export function createView(root: ShadowRoot, act: ViewActions): View {
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
  const form = make("form", { part: "form", method: "post" }, fields, main);
  const link = (part: string) => make("button", { part: `link ${part}`, class: "link", type: "button" });
  const [another, forget, cancel] = [link("another-bank"), link("forget-bank"), link("cancel")];
  const more = make("div", { class: "more" }, another, forget, cancel);
  const note = make("p", { part: "note", class: "note" });
  const box = make("div", { part: "container", class: "box", role: "group" }, status, skeleton, offer, form, more, note);
  const parts = { m: form, n: note, o: offer, s: skeleton, a: another, f: forget, c: cancel };

  /** The last model, undefined until the first one is drawn. Nothing can be pressed before. */
  let model: ViewModel;
  let offered: Offer | null = null;
  let rows: Row[] = [];
  let shown = "";
  /** True if a user action led to this state. Only then may focus move or the fallback form be submitted. */
  let acted = false;
  let usesForm = false;

  form.addEventListener("submit", (event) => {
    if (usesForm) return;
    event.preventDefault();
    if (!isBusy()) press();
  });
  // Ignore the second click of a double click: it was aimed at the button that this one replaced.
  main.addEventListener("click", (event) => event.detail > 1 && event.preventDefault());
  another.addEventListener("click", () => begin(act.connectAnotherBank));
  forget.addEventListener("click", () => !isBusy() && withChoice(({ session }) => begin(() => act.forgetBank(session))));
  cancel.addEventListener("click", () => begin(act.cancel));

  const isBusy = (): boolean => BUSY.includes(model.state.status);

  function begin(action: () => void): void {
    if (isBusy()) return;
    acted = true;
    action();
  }

  function press(): void {
    if (offered) return withChoice(act.choose);
    begin(["failed", "pending", "redirecting"].includes(model.state.status) ? act.retry : act.connect);
  }

  /** Uses the account that the shopper chose, or asks for a choice. */
  function withChoice(use: (choice: BankChoice) => void): void {
    const choice = offered?.choices[rows.findIndex(({ radio }) => radio.checked)];
    if (choice) return use(choice);
    say(model.texts.chooseFirst, "warn", undefined);
    rows[0]?.radio.focus();
  }

  function say(words: string, tone: string, id: string | undefined): void {
    // Assign only on change: screen readers announce a live region on every assignment.
    if (text.textContent !== words) text.textContent = words;
    const said = id ? model.texts.reference(id) : "";
    if (reference.textContent !== said) reference.textContent = said;
    status.dataset.tone = tone;
  }

  function draw(next: ViewModel): void {
    const before: ViewModel | undefined = model;
    model = next;
    const { state, texts } = next;
    // The shadow tree contains HTML only.
    const focused = root.activeElement as HTMLElement | null;
    const busy = isBusy();
    const isPopup = state.status === "redirecting" && state.mode === "popup";
    if (!box.isConnected) refill(root, [box]);
    box.lang = next.language;
    box.dataset.state = state.status;
    box.setAttribute("aria-label", texts.connect);
    box.setAttribute("aria-busy", String(busy || state.status === "loading"));

    if (!busy) {
      usesForm = Boolean(next.action) && (needsForm(state) || (next.isFormOnly && state.status === "idle"));
      shown = SHOWN[state.status] + (isPopup ? "c" : "");
      if (usesForm || (state.status === "loading" && state.task === "return")) shown = shown.replace("a", "");
    }
    const isPassing = busy || (state.status === "redirecting" && !isPopup);
    const [words, tone, id] = statusOf(state, texts, usesForm);
    // Avoid layout shift: if the status line was hidden, keep it visually hidden and only announce it.
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
    // A script of the page may have replaced a function of the DOM by one that does nothing.
    if (!root.contains(main) || list.childNodes.length !== rows.length) throw new Error("the view is incomplete");
  }

  /** Renders the account rows. Returns true if the offer has changed. */
  function drawOffer(before: ViewModel | undefined): boolean {
    if (isBusy()) return false;
    const next = offerOf(model.state);
    const known = offered && next && before && sessionsOf(before.state) === sessionsOf(model.state);
    const chosen = known ? rows.findIndex(({ radio }) => radio.checked) : -1;
    offered = next;
    rows = next ? next.choices.map((choice) => makeRow(choice, next.ages(choice.session), model)) : [];
    refill(list, rows.map(({ row }) => row));
    // If the sessions name different people, none is offered and none is preselected.
    const first = next?.offered && next.choices[0]?.session.id === next.offered.id ? 0 : -1;
    const selected = rows[known ? chosen : first];
    if (selected) selected.radio.checked = true;
    title.classList.toggle("unseen", rows.length < 2);
    return Boolean(next && !known);
  }

  function drawWords({ status: name }: BankConnectState, texts: BankConnectTexts): void {
    title.textContent = texts.accounts;
    note.textContent = texts.note;
    another.textContent = texts.anotherBank;
    forget.textContent = texts.forgetBank;
    cancel.textContent = texts.cancel;
    const hasAccounts = offered?.choices.some(({ account }) => account);
    const ofOffer = hasAccounts ? texts.choose : texts.chooseBank;
    const labels: Partial<Record<BankConnectState["status"], string>> = {
      failed: usesForm ? texts.continueToBank : texts.retry,
      pending: texts.checkAgain,
      redirecting: texts.continueToBank,
    };
    if (!isBusy()) label.textContent = offered ? ofOffer : (labels[name] ?? texts.connect);
  }

  function drawForm({ action, fields: pairs }: ViewModel): void {
    if (action) form.action = action;
    else form.removeAttribute("action");
    refill(fields, pairs.map(([name, value]) => make("input", { type: "hidden", name, value })));
  }

  /** Keeps the focus if its element is still visible, and otherwise moves it to the next step. */
  function settle(focused: HTMLElement | null, isNewOffer: boolean): void {
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

/** Replaces the children of a node. Not `replaceChildren`, which script libraries replace. */
function refill(node: Node, children: Node[]): void {
  while (node.firstChild) node.removeChild(node.firstChild);
  for (const child of children) node.appendChild(child);
}

/** Returns the sessions of a state, by which two offers are compared. */
function sessionsOf(state: BankConnectState): unknown {
  if ("outcome" in state && "sessions" in state.outcome) return state.outcome.sessions;
  return state.status === "connected" ? state.session : undefined;
}

/** Returns the words of a state, their tone, and the proxy's id of a failed request. */
function statusOf(state: BankConnectState, texts: BankConnectTexts, usesForm: boolean): [words: string, tone: string, id?: string | undefined] {
  switch (state.status) {
    case "loading":
      return [state.task === "recall" ? texts.looking : texts.returning, "busy"];
    case "connecting":
      return [texts.connecting, "busy"];
    case "forgetting":
      return [texts.forgetting, "busy"];
    case "redirecting":
      return [state.mode === "popup" ? texts.inWindow : texts.redirecting, "busy"];
    case "recalled":
      return [texts[textOfOffer(state.outcome)], state.outcome.session ? "good" : "calm"];
    case "connected":
      return [texts.connected, "good"];
    case "forgotten":
      return [texts.forgotten, "calm"];
    case "pending":
      return [texts.pending, "warn"];
    case "not_connected":
      return [state.reason === "expired" ? texts.expired : texts.notConnected, "bad"];
    case "failed": {
      const { error } = state;
      if (usesForm) return [texts.formOnly, "warn"];
      return [texts[textOfError(error)], "bad", isIvyError(error) ? error.requestId : undefined];
    }
    default:
      return ["", "calm"];
  }
}
