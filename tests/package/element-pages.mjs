// Pages for the tests of `<ivy-bank-connect>`: the packed package in a plain page, under the strict policy.
//
// `node tests/package/element-pages.mjs FOLDER [STATE…]` writes a picture of every state to a folder: phone and desktop,
// light in every language, dark in two.

import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { launchChromium } from "../engines/engine.mjs";
import { installPacked, serve, strictPolicy, writeFiles } from "./packed.mjs";

/** The languages of the texts, in alphabetical order: Ivy's, and Brazil's Portuguese. */
export const languages = ["de", "en", "es", "fi", "fr", "it", "lt", "nl", "pl", "pt", "pt-BR", "sk", "sv"];

export const screens = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 800 } },
};

const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Checkout</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="./page.css"><main><h1>Checkout</h1></main><script type="module" src="./element-page.js"></script></html>`;

const css = `body { margin: 0; font: 16px/1.5 system-ui, sans-serif; background: #f3f4f6; color: #111 }
@media (prefers-color-scheme: dark) { body { background: #0d0f12; color: #eee } }
main { max-inline-size: 32rem; margin: 0 auto; padding: 1rem; display: grid; gap: 1rem }
.gallery main { max-inline-size: none; grid-template-columns: repeat(auto-fill, var(--width)); align-items: start }
.gallery h1 { grid-column: 1 / -1; margin: 0 }`;

/**
 * Serves the pages. `open(options)` opens one in a browser context and records its console errors; `close()` stops
 * everything.
 */
export async function elementPages(policy = strictPolicy) {
  const packed = await installPacked();
  await writeFiles(packed.app, { "index.html": html, "page.css": css }, ["element-page.js", "element-states.js"]);
  const server = await serve(packed.app, `${policy}; img-src data:`);
  const browser = await launchChromium();

  async function open(options = {}) {
    const context = await browser.newContext({ ...screens.desktop, ...options });
    const page = await context.newPage();
    const problems = [];
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(`${server.url}/`);
    await page.waitForFunction(() => globalThis.result);
    return { page, problems, close: () => context.close() };
  }

  async function close() {
    await browser.close();
    server.close();
    await packed.remove();
  }

  return { open, close, app: packed.app, url: server.url };
}

/** Takes a picture for each language, width of the element and theme, with every state in it. */
async function takePictures(folder, wanted) {
  await mkdir(folder, { recursive: true });
  const pages = await elementPages();
  for (const [screen, { viewport }] of Object.entries(screens)) {
    for (const [theme, locales] of Object.entries({ light: languages, dark: ["en", "fr"] })) {
      for (const locale of locales) {
        const options = { viewport: { width: 1700, height: 900 }, colorScheme: theme, reducedMotion: "reduce" };
        const { page, problems, close } = await pages.open(options);
        await page.evaluate(gallery, { locale, wanted, width: Math.min(viewport.width - 32, 520) });
        await page.screenshot({ path: path.join(folder, `${screen}-${theme}-${locale}.png`), fullPage: true });
        if (problems.length > 0) console.log(screen, theme, locale, problems);
        await close();
      }
    }
  }
  await pages.close();
}

/** Runs in the page: shows all states next to each other, each with its name. */
async function gallery({ locale, wanted, width }) {
  document.documentElement.className = "gallery";
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:root { --width: ${width}px }`);
  document.adoptedStyleSheets = [sheet];
  for (const name of Object.keys(lib.states).filter((name) => wanted.length === 0 || wanted.includes(name))) {
    const parent = document.createElement("div");
    parent.append(name);
    document.querySelector("main").append(parent);
    await lib.show(name, { attributes: { locale }, parent });
  }
  document.activeElement?.blur();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await takePictures(process.argv[2], process.argv.slice(3));
