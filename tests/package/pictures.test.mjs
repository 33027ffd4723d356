// Tests the looks of `<ivy-bank-connect>`: every state as an approved picture on a phone, and three states in each other condition.
//
// The pictures are in `tests/pictures/chromium-MAJOR`, with a font of this repository. In another major version of Chromium the
// differences are printed, and the geometry alone decides. `IVY_RENEW=1` takes new pictures: look at them before you commit.

import assert from "node:assert/strict";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { elementPages, screens } from "./element-pages.mjs";
import { root, writeFiles } from "./packed.mjs";

const folder = path.join(root, "tests/pictures");

/** The part of the pixels that may differ: the rounding of edges. */
const TOLERANCE = 0.002;

const phone = { ...screens.phone, deviceScaleFactor: 1, reducedMotion: "reduce", colorScheme: "light" };

/** The states that are shown in each condition besides the phone. */
const SOME = ["connect", "several", "unavailable"];

/** The conditions: the options of the page, and what is set in it. `zoom` is that of the text. */
const CONDITIONS = {
  phone: { options: phone },
  desktop: { options: { ...phone, ...screens.desktop }, states: SOME },
  dark: { options: { ...phone, colorScheme: "dark" }, states: SOME },
  rtl: { options: phone, states: SOME, direction: "rtl" },
  zoom: { options: phone, states: SOME, zoom: 2 },
  forced: { options: { ...phone, forcedColors: "active" }, states: SOME },
  narrow: { options: { ...phone, viewport: { width: 320, height: 844 } }, states: SOME, locale: "longest" },
};

const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Checkout</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="./pictures.css"><main></main><script type="module" src="./element-page.js"></script></html>`;

const face = (weight) => `@font-face { font-family: Inter; font-weight: ${weight}; src: url(./fonts/inter-latin-${weight}-normal.woff2) }`;

const css = `${face(400)} ${face(600)}
body { margin: 0; font: 16px/1.5 Inter; background: Canvas; color: CanvasText }
main { max-inline-size: 32rem; margin: 0 auto; padding: 1rem }
.zoom-2 { font-size: 200% } .zoom-2 body { font-size: 1rem }`;

let pages;
let pictures;
let isSameMajor;
before(async () => {
  pages = await elementPages();
  await writeFiles(pages.app, { "pictures.html": html, "pictures.css": css });
  await cp(path.join(folder, "fonts"), path.join(pages.app, "fonts"), { recursive: true });
  const { page, close } = await pages.open();
  const major = page.context().browser().version().split(".")[0];
  await close();
  if (process.env.IVY_RENEW) {
    for (const name of await readdir(folder)) if (name.startsWith("chromium-")) await rm(path.join(folder, name), { recursive: true });
    await mkdir(path.join(folder, `chromium-${major}`));
  }
  const [approved] = (await readdir(folder)).filter((name) => name.startsWith("chromium-"));
  isSameMajor = approved === `chromium-${major}`;
  pictures = path.join(folder, approved);
});
after(() => pages?.close());

/** Runs in the page: shows a state, and returns the faults of its geometry. */
async function shown([name, { locale, direction, zoom }]) {
  document.documentElement.dir = direction ?? "ltr";
  document.documentElement.classList.toggle("zoom-2", zoom === 2);
  await Promise.all(["400", "600"].map((weight) => document.fonts.load(`${weight} 16px Inter`)));
  const bank = await lib.show(name, { attributes: locale ? { locale } : {} });
  bank.id = "shown";
  const { shadowRoot } = bank;
  const all = [...shadowRoot.querySelectorAll("*")].filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest(".unseen"));
  const of = (selector) => all.filter((node) => node.matches(selector));
  const label = (node) => node.getAttribute("part") ?? node.className;
  const box = shadowRoot.querySelector("[part=container]");
  const outer = box.getBoundingClientRect();
  const padding = parseFloat(getComputedStyle(box).paddingLeft);
  const faults = [];
  const note = (kind, nodes) => faults.push(...nodes.map((node) => `${kind}: ${label(node)}`));
  note("small target", of("button, label").filter((node) => node.getBoundingClientRect().height < 44));
  // Links reach into the padding, so that their words are in line with the rest.
  note("outside of the element", of("[part]:not([part=container], [part~=link])").filter((node) => {
    const { left, right } = node.getBoundingClientRect();
    return left < outer.left + padding - 1 || right > outer.right - padding + 1;
  }));
  note("broken over lines", of("[part=iban]").filter((node) => node.getClientRects().length > 1));
  if (document.documentElement.scrollWidth > innerWidth) faults.push("the page scrolls sideways");
  const tops = ["status", "accounts", "form"].flatMap((part) => of(`[part=${part}]`)).map((node) => node.getBoundingClientRect().top);
  if (tops.some((top, at) => at > 0 && top < tops[at - 1])) faults.push("the order of the parts");
  const sides = of("label").map((row) => Math.sign(row.querySelector("input").getBoundingClientRect().x - row.querySelector(".words").getBoundingClientRect().x));
  if (sides.some((side) => side !== (direction === "rtl" ? 1 : -1))) faults.push("the side of the radio button");
  for (const button of of("button")) {
    button.focus();
    if (shadowRoot.activeElement !== button || getComputedStyle(button).outlineStyle === "none") note("no focus ring", [button]);
  }
  shadowRoot.activeElement?.blur();
  return faults;
}

/** Runs in the page: returns the part of the pixels that differ, or 1 for another size. */
async function difference([first, second]) {
  const pixels = async (encoded) => {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, bitmap.width, bitmap.height);
  };
  const [one, other] = [await pixels(first), await pixels(second)];
  if (one.width !== other.width || one.height !== other.height) return 1;
  let count = 0;
  for (let at = 0; at < one.data.length; at += 4) {
    if ([0, 1, 2].some((channel) => Math.abs(one.data[at + channel] - other.data[at + channel]) > 40)) count++;
  }
  return count / (one.width * one.height);
}

/** Returns the language whose texts are the longest. */
async function longest() {
  await import("../shared/typescript.mjs");
  const files = (await readdir(path.join(root, "pkg/src/locales"))).filter((file) => /^[a-z]{2}\.ts$/.test(file) && file !== "en.ts");
  const lengths = await Promise.all(files.map(async (file) => {
    const { default: texts } = await import(`../../pkg/src/locales/${file}`);
    return [Object.values(texts).filter((text) => typeof text === "string").join("").length, file.slice(0, 2)];
  }));
  return lengths.sort(([a], [b]) => b - a)[0][1];
}

const taken = [];
for (const [condition, settings] of Object.entries(CONDITIONS)) {
  test(`the looks: ${condition}`, async (t) => {
    const { page, problems, close } = await pages.open(settings.options);
    await page.goto(`${pages.url}/pictures.html`);
    await page.waitForFunction(() => globalThis.result);
    const canvas = await page.context().newPage();
    const locale = settings.locale === "longest" ? await longest() : undefined;
    const names = settings.states ?? (await page.evaluate(() => Object.keys(lib.states)));
    const found = {};
    for (const name of names) {
      const faults = await page.evaluate(shown, [name, { ...settings, options: undefined, locale }]);
      const clip = await page.locator("#shown").boundingBox();
      const picture = await page.screenshot({ clip, fullPage: clip.y + clip.height > page.viewportSize().height });
      await page.evaluate(() => document.getElementById("shown").remove());
      const file = `${name}-${condition}.png`;
      taken.push(file);
      if (process.env.IVY_RENEW) await writeFile(path.join(pictures, file), picture);
      const approved = await readFile(path.join(pictures, file)).catch(() => null);
      const part = approved ? await canvas.evaluate(difference, [approved.toString("base64"), picture.toString("base64")]) : 1;
      const said = approved ? `${(part * 100).toFixed(2)} % of the pixels differ` : "no approved picture";
      if (part > TOLERANCE && isSameMajor) faults.push(said);
      else if (part > TOLERANCE) t.diagnostic(`${file}: ${said}, in another version of Chromium`);
      if (faults.length > 0) found[name] = faults;
    }
    assert.deepEqual([found, problems], [{}, []]);
    await close();
  });
}

test("every picture is of a state, and there are few", async () => {
  const kept = await readdir(pictures);
  assert.deepEqual(kept.sort(), taken.sort());
  assert.ok(kept.length <= 80);
  const sizes = await Promise.all(kept.map(async (name) => (await readFile(path.join(pictures, name))).length));
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 4_000_000);
});
