// Runs every case in its own frame, a few at once.

import { BOTH, cases } from "./replaced-built-ins.js";

const AT_ONCE = 4;

async function run(moment, name) {
  const frame = document.createElement("iframe");
  frame.style.cssText = "width:400px;height:400px";
  frame.src = `./replaced-built-ins-frame.html#${moment}=${encodeURIComponent(name)}`;
  document.body.append(frame);
  for (const end = performance.now() + 20_000; !frame.contentWindow.result && performance.now() < end; ) await new Promise((resolve) => setTimeout(resolve, 10));
  const result = frame.contentWindow.result ?? { outcome: { code: "no result" } };
  frame.remove();
  return { moment, name, isLibrary: Boolean(cases[name].library), blocksImport: Boolean(cases[name].blocksImport), ...result, outcome: { ...result.outcome } };
}

const waiting = Object.entries(cases).flatMap(([name, { library, moments = library ? BOTH : ["before"] }]) => moments.map((moment) => [moment, name]));
const results = [];
async function worker() {
  for (let next = waiting.shift(); next; next = waiting.shift()) results.push(await run(...next));
}
globalThis.result = "the frames are under way";
await Promise.all(Array.from({ length: AT_ONCE }, worker));
globalThis.frames_done = results;
