// The view of `<ivy-bank-connect>` in a component. It is drawn into the shadow tree of the component's outermost element, so that
// React renders, and hydrates, the first state alone.

import { useEffect, useRef, useState, type MutableRefObject } from "react";
import type { Client } from "../client/client.ts";
import { showChildren } from "../element/own-form.ts";
import { adoptStyle } from "../element/sheet.ts";
import { createView, type View, type ViewActions, type ViewModel } from "../element/view.ts";
import { languageOf, loadTexts } from "../flow/i18n.ts";
import type { BankConnectTexts } from "../locales/texts.ts";
import { attempt } from "../shared/values.ts";

/** The outermost element of a component. */
type Host = MutableRefObject<HTMLElement | null>;

/** The language of a component, and its texts once they are loaded. */
export type Language = { tag: string; language: string; words: BankConnectTexts | null };

/** Loads the texts of the language tag, or of the page around the component. */
export function useLanguage(host: Host, locale: string | undefined): Language {
  const [found, set] = useState<Language>({ tag: locale ?? "", language: "en", words: null });
  useEffect(() => {
    let isWanted = true;
    const tag = locale || host.current?.closest<HTMLElement>("[lang]")?.lang || "";
    const language = languageOf(tag);
    void loadTexts(language).then((words) => isWanted && set({ tag, language, words }));
    return () => {
      isWanted = false;
    };
  }, [locale]);
  return found;
}

/** The `ref` of a component's outermost element, and true while the view covers the children of that element. */
export type Drawing = { ref: (node: HTMLElement | null) => void; isCovered: boolean };

/**
 * Draws a model into the shadow tree of `host`, or shows the children of `host` if there is none. A model is drawn when one of its
 * members has changed. Another client begins with another view.
 *
 * React calls a `ref` that is a new function with every commit, before the browser paints: nothing of another customer is painted.
 * A layout effect would do the same, and React 18 warns of those when it renders to HTML.
 */
export function useView(host: Host, client: Client, actions: ViewActions, model: ViewModel | null): Drawing {
  const latest = useRef(actions);
  const owner = useRef(client);
  const view = useRef<View | null>(null);
  const drawn = useRef<ViewModel | null>(null);
  const [isCovered, cover] = useState(false);

  function ref(node: HTMLElement | null): void {
    host.current = node;
    latest.current = actions;
    if (!node) return;
    const root = node.shadowRoot ?? attach(node);
    if (owner.current !== client) view.current = drawn.current = null;
    owner.current = client;
    if (model && (!drawn.current || isOther(model, drawn.current))) {
      view.current ??= createView(root, relay(() => latest.current));
      const { draw } = view.current;
      // Half a view is worse than the button that the component has rendered.
      const isWhole = attempt(() => (draw(model), true)) ?? false;
      if (!isWhole) showChildren(root);
      cover(isWhole);
    } else if (!model && drawn.current) {
      showChildren(root);
      cover(false);
    }
    drawn.current = model;
  }

  return { ref, isCovered };
}

function attach(element: HTMLElement): ShadowRoot {
  const root = element.attachShadow({ mode: "open" });
  showChildren(root);
  // Without its style the view still works.
  attempt(() => adoptStyle(root));
  return root;
}

/** Returns actions that run the newest ones. */
function relay(latest: () => ViewActions): ViewActions {
  return {
    connect: () => latest().connect(),
    connectAnotherBank: () => latest().connectAnotherBank(),
    retry: () => latest().retry(),
    forgetBank: (session) => latest().forgetBank(session),
    cancel: () => latest().cancel(),
    choose: (choice) => latest().choose(choice),
  };
}

/** Compares two models by their members, and texts and fields by theirs. Functions that a page makes anew are the same. */
function isOther(next: ViewModel, before: ViewModel): boolean {
  return next.state !== before.state || facts(next) !== facts(before);
}

const facts = ({ state, ...others }: ViewModel): string =>
  JSON.stringify(others, (_, value: unknown) => (typeof value === "function" ? String(value) : value));
