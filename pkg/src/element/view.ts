// The view of an element: the content of its shadow tree. Its nodes are kept between states, so that the focus and the
// position of a screen reader stay.

import { needsForm } from "../flow/choices.ts";
import type { Actions } from "../flow/flow.ts";
import type { BankChoice, BankConnectState } from "../flow/state.ts";
import type { BankConnectTexts } from "../locales/texts.ts";
import { isArrival, reveal } from "./arrival.ts";
import { make, refill, write } from "./dom.ts";
import { bankOf, makeRow, offerOf, type Offer, type Row, type RowModel } from "./rows.ts";
import { makeStatusLine } from "./status-line.ts";
import { partsOf, statusOf, type Expected } from "./status.ts";

/** Transient states: the previous content stays visible until they end. */
const BUSY: readonly string[] = ["connecting", "forgetting"];

/** The time before a wait has a skeleton, in milliseconds. Most lookups are shorter. */
const SKELETON_AFTER_MS = 250;

/** The time that a browser has for leaving the page, in milliseconds. Later the button leads to the bank again. */
const LEAVING_MS = 4_000;

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
  /** The price in words, or "". */
  price: string;
  /** The result that is expected of a lookup. */
  expected: Expected;
  /** True if a result that a return page shows is scrolled to and focused. */
  reveals: boolean;
};

/** The view of one element. */
export type View = { draw: (next: ViewModel) => void };

/** Makes the view in a shadow root. */
export function createView(root: ShadowRoot, act: ViewActions): View {
  const status = makeStatusLine();
  const skeleton = make("div", { part: "skeleton", class: "skeleton", "aria-hidden": "true" }, make("i"), make("i"));
  const heading = make("bdi");
  const title = make("p", { part: "title", class: "title", id: "title" }, heading);
  const list = make("div", { class: "list" });
  const offer = make("div", { part: "accounts", role: "radiogroup", "aria-labelledby": "title" }, title, list);
  const label = make("bdi");
  const main = make("button", { part: "button", class: "main", type: "submit" }, make("i", { class: "turning", "aria-hidden": "true" }), label);
  const fields = make("span", { hidden: "" });
  const form = make("form", { part: "form", method: "post" }, fields, main);
  const step = make("div", { class: "step" }, form, skeleton);
  const link = (part: string) => make("button", { part: `link ${part}`, class: "link", type: "button" }, make("bdi"));
  const [another, forget, remove, cancel] = [link("another-bank"), link("forget-bank"), link("confirm-forget"), link("cancel")];
  const more = make("div", { class: "more" }, another, forget, remove, cancel);
  const hint = make("bdi");
  const note = make("p", { part: "note", class: "note" }, hint);
  const foot = make("div", { class: "foot" }, more, note);
  const box = make("div", { part: "container", class: "box", role: "group" }, status.node, offer, step, foot);
  const parts = { m: form, n: note, o: offer, s: skeleton, a: another, f: forget, y: remove, c: cancel };

  /** The last model, undefined until the first one is drawn. Nothing can be pressed before. */
  let model: ViewModel;
  let offered: Offer | null = null;
  let rows: Row[] = [];
  let shown = "";
  /** True if a user action led to this state. Only then may focus move or the fallback form be submitted. */
  let acted = false;
  let usesForm = false;
  /** The choice whose removal the shopper has to confirm. */
  let doomed: BankChoice | null = null;
  /** True if the state lasts longer than usual. */
  let isLate = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  form.addEventListener("submit", (event) => {
    if (usesForm) return;
    event.preventDefault();
    if (!isLocked()) press();
  });
  // Ignore the second click of a double click: it was aimed at the button that this one replaced.
  for (const button of [main, remove]) button.addEventListener("click", (event) => event.detail > 1 && event.preventDefault());
  another.addEventListener("click", () => begin(act.connectAnotherBank));
  forget.addEventListener("click", () => !isBusy() && withChoice((choice) => confirm(choice, cancel)));
  remove.addEventListener("click", ({ defaultPrevented }) => {
    const session = doomed?.session;
    if (!session || defaultPrevented) return;
    // The button goes, and the focus with it.
    confirm(null, forget);
    begin(() => act.forgetBank(session));
  });
  cancel.addEventListener("click", () => (doomed ? confirm(null, forget) : begin(act.cancel)));

  const isBusy = (): boolean => BUSY.includes(model.state.status);
  const isLeaving = ({ state }: ViewModel): boolean => state.status === "redirecting" && state.mode === "redirect";
  const isLocked = (): boolean => isBusy() || (isLeaving(model) && !isLate);

  function begin(action: () => void): void {
    if (isBusy()) return;
    acted = true;
    action();
  }

  function press(): void {
    if (offered) return withChoice(act.choose);
    begin(["failed", "pending", "redirecting"].includes(model.state.status) ? act.retry : act.connect);
  }

  /** Asks the shopper to confirm a removal, or withdraws the question. */
  function confirm(choice: BankChoice | null, next: HTMLElement): void {
    doomed = choice;
    draw(model);
    next.focus();
  }

  /** Uses the account that the shopper chose, or asks for a choice. */
  function withChoice(use: (choice: BankChoice) => void): void {
    const choice = offered?.choices[rows.findIndex(({ radio }) => radio.checked)];
    if (choice) return use(choice);
    status.say([model.texts.chooseFirst, "warn"], model.texts);
    rows[0]?.radio.focus();
  }

  /** Draws again if a wait lasts longer than usual. */
  function watch(state: BankConnectState): void {
    clearTimeout(timer);
    isLate = false;
    const ms = state.status === "loading" ? SKELETON_AFTER_MS : isLeaving(model) ? LEAVING_MS : 0;
    if (!ms) return;
    timer = setTimeout(() => {
      isLate = true;
      if (box.isConnected) draw(model);
    }, ms);
  }

  function draw(next: ViewModel): void {
    const before: ViewModel | undefined = model;
    model = next;
    const { state, texts } = next;
    if (state !== before?.state) {
      doomed = null;
      watch(state);
    }
    // The parts that can have the focus are HTML.
    const focused = root.activeElement as HTMLElement | null;
    const busy = isBusy();
    const takesFocus = !box.isConnected && focusIsIn(root.host);
    if (!box.isConnected) refill(root, [box]);
    box.lang = next.language;
    box.dataset.state = state.status;
    box.setAttribute("aria-label", texts.connect);
    box.setAttribute("aria-busy", String(busy || state.status === "loading"));

    if (!busy) {
      usesForm = Boolean(next.action) && (needsForm(state) || (next.isFormOnly && state.status === "idle"));
      shown = partsOf(state, shown, next.expected, usesForm);
    }
    const visible = doomed ? "oyc" : shown;
    const isGhost = shown.includes("s") && shown.includes("m");
    const isPassing = busy || isLeaving(next);
    const said = doomed ? ([texts.confirmForget(bankOf(doomed.session, texts)), "warn"] as const) : statusOf(state, texts, usesForm);
    // Avoid layout shift: if the status line was hidden, keep it visually hidden and only announce it.
    const wasQuiet = !before || status.node.classList.contains("unseen");
    const isQuiet = !said[0] || isGhost || isLeaving(next) || (state.status === "loading" && visible.includes("m")) || (isPassing && wasQuiet);
    status.node.classList.toggle("unseen", isQuiet);
    for (const [key, part] of Object.entries(parts)) part.hidden = !visible.includes(key);

    const isNewOffer = drawOffer(before);
    drawWords(next);
    drawForm(next);
    for (const button of [another, forget]) button.setAttribute("aria-disabled", String(busy));
    main.setAttribute("aria-disabled", String(isLocked()));
    for (const { radio } of rows) radio.disabled = busy || doomed !== null;
    box.toggleAttribute("data-turning", isLocked() && isQuiet);
    box.toggleAttribute("data-ghost", isGhost);
    box.toggleAttribute("data-late", isLate);
    status.say([...said], texts);
    settle(before, focused, isNewOffer);
    if (takesFocus) main.focus();
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

  function drawWords({ state: { status: name }, texts, price }: ViewModel): void {
    write(heading, texts.accounts);
    write(hint, texts.note);
    const links: [HTMLElement, string][] = [[another, texts.anotherBank], [forget, texts.forgetBank], [remove, texts.forgetNow], [cancel, texts.cancel]];
    for (const [button, words] of links) write(button.firstChild as Node, words);
    if (!isBusy()) write(label, offered ? labelOfOffer(offered, texts, price) : labelOf(name, texts, price));
  }

  /** Returns the words of the main button of a state without an offer. */
  function labelOf(name: BankConnectState["status"], texts: BankConnectTexts, price: string): string {
    const labels: Partial<Record<BankConnectState["status"], string>> = {
      failed: usesForm ? texts.continueToBank : texts.retry,
      pending: texts.checkAgain,
      redirecting: isLocked() ? texts.redirecting : texts.continueToBank,
    };
    return labels[name] ?? (price ? `${texts.connect} · ${price}` : texts.connect);
  }

  function drawForm({ action, fields: pairs }: ViewModel): void {
    if (action) form.action = action;
    else form.removeAttribute("action");
    refill(fields, pairs.map(([name, value]) => make("input", { type: "hidden", name, value })));
  }

  /** Keeps the focus if its element is still visible, and otherwise moves it to the next step. */
  function settle(before: ViewModel | undefined, focused: HTMLElement | null, isNewOffer: boolean): void {
    const { status: name } = model.state;
    if (isBusy()) return;
    const goesOn = acted;
    if (name !== "redirecting" && name !== "loading") acted = false;
    if (usesForm && goesOn && name === "failed") return form.submit();
    if (model.reveals && !goesOn && !focused && isArrival(before?.state, model.state)) return reveal(box, status.node, root.host);
    if (!focused || (!isNewOffer && focused.getClientRects().length > 0)) return;
    const chosen = rows.find(({ radio }) => radio.checked) ?? rows[0];
    (chosen?.radio ?? (form.hidden ? another : main)).focus();
  }

  return { draw };
}

/** Returns true if a child of the host has the focus, such as the page's own button. */
const focusIsIn = (host: Element): boolean => document.activeElement !== host && host.contains(document.activeElement);

/** Returns the words of the button that uses an account. */
function labelOfOffer({ choices }: Offer, texts: BankConnectTexts, price: string): string {
  if (!choices.some(({ account }) => account)) return texts.chooseBank;
  return price ? texts.payAmount(price) : texts.choose;
}

/** Returns the sessions of a state, by which two offers are compared. */
function sessionsOf(state: BankConnectState): unknown {
  if ("outcome" in state && "sessions" in state.outcome) return state.outcome.sessions;
  return state.status === "connected" ? state.session : undefined;
}
