/**
 * What is behind one element: its flow, its texts, and what its view shows.
 */
import { formFields, needsForm } from "./bank-choices.js";
import { createFlow, IDLE } from "./bank-flow.js";
import { TEXTS } from "./bank-texts.js";
import { STYLE } from "./element-style.js";
import { createView } from "./element-view.js";
import { languageOf, loadTexts } from "./bank-words.js";

/** By this a client says how its library masks an IBAN (`client.js`): here there is no library. */
const MASK = Symbol.for("ivy-data-session.maskIban");

/** How long a language may take to load before English stands in for it, in milliseconds. */
const PATIENCE_MS = 3_000;

/** What is shown of an IBAN where nobody masks it. */
const HIDDEN_IBAN = "••••";

let sheet;

/** @param {HTMLElement} element */
export function createController(element) {
  const root = element.attachShadow({ mode: "open" });
  /** @type {any} */
  const given = { client: undefined, request: undefined, options: undefined, texts: undefined };
  /** @type {import("../element.js").BankConnectState} */
  let state = IDLE;
  /** @type {ReturnType<typeof createFlow> | null} */
  let flow = null;
  /** @type {ReturnType<typeof createView> | null} */
  let view = null;
  let unmount = () => {};
  /** @type {import("../element.js").BankConnectTexts | null} */
  let words = null;
  /** The language that is wanted. */
  let language = "";
  /** Whether the library is known to be out of reach. */
  let isFormOnly = false;

  // Until there is something to draw, the element shows what the page has put into it.
  root.append(document.createElement("slot"));
  adoptStyle(root);

  // As with the errors of elements that the browser knows: one that bubbles would reach the page's `window.onerror`.
  const emit = (name, detail) => element.dispatchEvent(new CustomEvent(name, { detail, bubbles: name !== "error", composed: true }));

  /** The language of Ivy's pages is that of the element, where the merchant does not say another. */
  const request = () => ({ locale: languageOf(tag()), ...given.request });

  const options = () => ({
    ...given.options,
    client: given.client,
    request: request(),
    mode: element.getAttribute("mode") === "popup" ? "popup" : "redirect",
    onRecalled: (outcome) => emit("recalled", outcome),
    onConnected: (session) => emit("connected", { kind: "connected", session }),
    onNotConnected: (login) => emit("notconnected", { kind: "not_connected", ...login }),
    onError: (error) => {
      isFormOnly ||= needsForm({ status: "failed", error });
      emit("error", error);
    },
  });

  function tag() {
    const near = /** @type {HTMLElement | null} */ (element.closest("[lang]"));
    return element.getAttribute("locale") || near?.lang || document.documentElement.lang;
  }

  function show(next) {
    state = next;
    if (["recalled", "redirecting", "connected"].includes(state.status)) isFormOnly = false;
    draw();
  }

  function draw() {
    if (!flow || !words) return;
    view ??= createView(root, { ...flow.actions, choose: (choice) => emit("choose", choice) });
    view.draw({
      state,
      texts: { ...words, ...given.texts },
      language: words === TEXTS ? "en" : language,
      tag: tag(),
      action: element.getAttribute("action"),
      fields: formFields(request()),
      mask,
      isFormOnly,
    });
  }

  function mask(iban) {
    try {
      return given.client[MASK](iban);
    } catch {
      return HIDDEN_IBAN;
    }
  }

  function stop() {
    unmount();
    unmount = () => {};
  }

  /** Begins with what is given; another client is another customer, perhaps: nothing of the one before stays. */
  function start(isOther) {
    if (isOther) {
      stop();
      flow = view = null;
      isFormOnly = false;
      state = IDLE;
      root.replaceChildren(document.createElement("slot"));
    }
    if (!element.isConnected || !given.client || !given.request) return;
    if (!flow) {
      flow = createFlow(options, show);
      unmount = flow.mount();
    }
    refresh();
  }

  async function refresh() {
    const wanted = languageOf(tag());
    if (wanted === language) return draw();
    language = wanted;
    // Another language may have been asked for meanwhile.
    const speak = (found) => {
      if (wanted !== language) return;
      words = found;
      draw();
    };
    const timer = setTimeout(() => words ?? speak(TEXTS), PATIENCE_MS);
    const found = await loadTexts(wanted);
    clearTimeout(timer);
    speak(found);
  }

  return {
    given,
    get state() {
      return state;
    },
    set(name, value) {
      const isOther = name === "client" && value !== given.client;
      given[name] = value;
      start(isOther);
    },
    connect() {
      if (flow) unmount = flow.mount();
      start(false);
    },
    disconnect: stop,
    refresh: () => flow && refresh(),
  };
}

/** One sheet for all elements of a page: made by a program, it needs no leave of the page's policy for inline styles. */
function adoptStyle(root) {
  if (!root.adoptedStyleSheets || !CSSStyleSheet.prototype.replaceSync) return;
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
  }
  root.adoptedStyleSheets = [sheet];
}
