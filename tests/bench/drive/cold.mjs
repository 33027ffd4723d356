// Cold starts: every one in a browser context that has never seen a script, everyone in turn.
import { COLD, WASM } from "../build.mjs";
import { spread } from "../page/statistics.js";
import { order } from "../page/rounds.js";

const SLOW = { offline: false, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8, latency: 150 };
const SLOW_CPU = 4;

/** Script and wasm lie in the page's memory already: what is left is the CPU's work, from the script's text on. */
async function fromMemory(page, url, name) {
  await page.goto(`${url}/empty`);
  return page.evaluate(
    async ({ script, wasm }) => {
      const text = await (await fetch(script)).text();
      const bytes = wasm && (await (await fetch(wasm)).arrayBuffer());
      if (bytes) window.coldSource = new Response(bytes, { headers: { "content-type": "application/wasm" } });
      await new Promise((resolve) => setTimeout(resolve, 50));
      const element = document.createElement("script");
      element.type = "module";
      element.textContent = text;
      const start = performance.now();
      document.head.append(element);
      while (globalThis.coldStart === undefined) await new Promise((resolve) => setTimeout(resolve, 1));
      return { clean: globalThis.coldStart.clean, time: globalThis.coldStart.end - start };
    },
    { script: `/cold/${name}.js`, wasm: name === "ivy" ? `/cold/${WASM}` : null },
  );
}

/** A page load from this machine, from the navigation's start on. */
async function fromServer(page, url, name) {
  await page.goto(`${url}/cold/${name}`);
  await page.waitForFunction(() => globalThis.coldStart !== undefined);
  return page.evaluate(() => ({ clean: globalThis.coldStart.clean, time: globalThis.coldStart.end }));
}

/** The same on a phone on a train, as Chromium's own throttling has it. */
async function fromAfar(page, url, name) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", SLOW);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOW_CPU });
  return fromServer(page, url, name);
}

async function measure(browser, url, way, rounds, names) {
  const times = names.map(() => []);
  // Round -1 warms up the machine's own caches and is not counted.
  for (let round = -1; round < rounds; round++) {
    for (const at of order(names.length, Math.max(0, round))) {
      const context = await browser.newContext();
      try {
        const { clean, time } = await way(await context.newPage(), url, names[at]);
        if (!clean) throw new Error(`${COLD[names[at]]} refuses the first payload`);
        if (round >= 0) times[at].push(time);
      } finally {
        await context.close();
      }
    }
  }
  const zod = times[names.indexOf("zod")];
  return names.map((name, at) => ({
    name: COLD[name],
    time: spread(times[at]),
    ratio: spread(times[at].map((time, round) => time / zod[round])),
  }));
}

/**
 * Time to the first checked payload in three ways, against zod's bundle. Only Chromium can be slowed down; the others get
 * no `slow`, and fewer rounds, since each of their contexts may be a browser that has to start.
 */
export async function coldStarts({ browser, engine }, url, quick) {
  const all = quick ? ["json-parse", "zod", "zod-mini", "ivy"] : Object.keys(COLD);
  const isChromium = engine === "chromium";
  const rounds = isChromium ? [8, 20] : [4, 10];
  return {
    memory: await measure(browser, url, fromMemory, rounds[quick ? 0 : 1], all),
    server: await measure(browser, url, fromServer, rounds[quick ? 0 : 1], all),
    slow: isChromium ? await measure(browser, url, fromAfar, quick ? 3 : 9, all) : null,
  };
}
