// The status line: an icon for its tone, the words, and the reference of a failed request.

import type { BankConnectTexts } from "../locales/texts.ts";
import { make, refill, write } from "./dom.ts";
import type { Status, Tone } from "./status.ts";

const SVG = "http://www.w3.org/2000/svg";

/** The stroke of each tone's icon, in a circle of 16 units. A state that is under way has a spinner instead. */
const STROKES: Record<Exclude<Tone, "busy">, string> = {
  good: "M4.5 8.5l2.3 2.3 4.7-5",
  calm: "M8 7.2v4.3M8 4.4v.2",
  warn: "M8 4v4.6M8 11.4v.2",
  bad: "M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2",
};

/** The status line. `say` shows a status. */
export type StatusLine = { node: HTMLElement; say: (status: Status, texts: BankConnectTexts) => void };

/** Makes the status line, a live region. A result on a return page gets the focus. */
export function makeStatusLine(): StatusLine {
  const words = make("bdi");
  const reference = make("span", { part: "reference", class: "reference" });
  const stroke = svg("path", { class: "stroke" });
  const icon = svg("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" });
  icon.appendChild(svg("circle", { cx: "8", cy: "8", r: "8" }));
  icon.appendChild(stroke);
  const text = make("span", { class: "text" }, words);
  const node = make("p", { part: "status", class: "status", role: "status", "aria-live": "polite", tabindex: "-1" }, icon, text, reference);

  function say([said, tone, id]: Status, texts: BankConnectTexts): void {
    write(words, said);
    const sentence = id ? texts.reference(id) : "";
    if (reference.textContent !== sentence) refill(reference, isolated(sentence, id ?? ""));
    node.dataset.tone = tone;
    stroke.setAttribute("d", tone === "busy" ? "" : STROKES[tone]);
  }

  return { node, say };
}

/** Returns a sentence, with an id in it that keeps its own direction. */
function isolated(sentence: string, id: string): Node[] {
  const at = id ? sentence.indexOf(id) : -1;
  if (at < 0) return [make("bdi", {}, sentence)];
  return [make("bdi", {}, sentence.slice(0, at), make("bdi", { dir: "ltr" }, id), sentence.slice(at + id.length))];
}

function svg(tag: string, attributes: Record<string, string>): Element {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}
