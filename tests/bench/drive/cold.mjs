// Cold starts: each in a browser context that has never loaded a script, the contenders in turn.
//
// No driver is attached. Traces showed that in a page with an attached driver V8 reads the library's script twice, and
// another large script as well. In a page without a driver it does neither. So a page reports its result itself
// (`../cold/finish.js`).
import { COLD } from "../build.mjs";
import { spread } from "../page/statistics.js";
import { order } from "../page/rounds.js";

const SLOW = { offline: false, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8, latency: 150 };
const SLOW_CPU = 4;

/** The time limit for a page's report, in milliseconds. */
const PATIENCE = 60_000;

/** Returns the URL of `/start`, which forwards to `path`. The page under test then runs in a process that already exists. */
const started = (url, path) => `${url}/start#${path}`;

/** Opens a page and returns its report. */
async function reportOf({ browser, engine, server }, path) {
  const report = server.next(PATIENCE);
  if (engine !== "chromium") {
    const context = await browser.newContext();
    try {
      await (await context.newPage()).goto(started(server.url, path));
      return await report;
    } finally {
      await context.close();
    }
  }
  // Open the page by the DevTools protocol: Playwright attaches only to pages that it opened itself.
  const session = await browser.newBrowserCDPSession();
  const { browserContextId } = await session.send("Target.createBrowserContext");
  try {
    await session.send("Target.createTarget", { url: started(server.url, path), browserContextId });
    return await report;
  } finally {
    await session.send("Target.disposeBrowserContext", { browserContextId });
    await session.detach();
  }
}

/** Measures the CPU's work alone: script and WebAssembly file are already in the page's memory. */
const fromMemory = (drive, name) => reportOf(drive, `/memory/${name}`);

/** Measures a page load over loopback, from the start of the navigation. */
const fromServer = (drive, name) => reportOf(drive, `/cold/${name}`);

/** Measures a page load with Chromium's throttling, as on a slow phone and network. Throttling needs an attached driver. */
async function fromAfar({ browser, server }, name) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", SLOW);
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOW_CPU });
    const report = server.next(PATIENCE);
    await page.goto(`${server.url}/cold/${name}`);
    return await report;
  } finally {
    await context.close();
  }
}

async function measure(drive, way, rounds, names) {
  const times = names.map(() => []);
  // Round -1 fills the machine's caches and is not counted.
  for (let round = -1; round < rounds; round++) {
    for (const at of order(names.length, Math.max(0, round))) {
      const { clean, time } = await way(drive, names[at]);
      if (!clean) throw new Error(`${COLD[names[at]]} refuses the first payload`);
      if (round >= 0) times[at].push(time);
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
 * Measures the time to the first checked payload in three ways, relative to zod's bundle. Only Chromium can be throttled, so
 * `slow` is `null` in other engines. They also run fewer rounds, because each of their contexts may start a browser.
 */
export async function coldStarts({ browser, engine }, server, quick) {
  const drive = { browser, engine, server };
  const all = quick ? ["json-parse", "zod", "zod-mini", "ivy"] : Object.keys(COLD);
  const isChromium = engine === "chromium";
  const rounds = isChromium ? [8, 20] : [4, 10];
  return {
    memory: await measure(drive, fromMemory, rounds[quick ? 0 : 1], all),
    server: await measure(drive, fromServer, rounds[quick ? 0 : 1], all),
    slow: isChromium ? await measure(drive, fromAfar, quick ? 3 : 9, all) : null,
  };
}
