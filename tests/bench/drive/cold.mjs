// Cold starts: every one in a browser context that has never seen a script, everyone in turn.
//
// Nobody looks on. In traces of pages that a driver was attached to and asked whether they were done, V8 read the library's
// script twice and another large one on top, while the page started; in pages left alone it did neither. So a page tells
// when it is done (`../cold/finish.js`).
import { COLD } from "../build.mjs";
import { spread } from "../page/statistics.js";
import { order } from "../page/rounds.js";

const SLOW = { offline: false, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8, latency: 150 };
const SLOW_CPU = 4;

/** How long a page may take to tell, in milliseconds. */
const PATIENCE = 60_000;

/** From `/start` a page goes on by itself, in a process that is there already. */
const started = (url, path) => `${url}/start#${path}`;

/** Opens a page that tells something, and gives what it told. */
async function told({ browser, engine, server }, path) {
  const answer = server.next(PATIENCE);
  if (engine !== "chromium") {
    const context = await browser.newContext();
    try {
      await (await context.newPage()).goto(started(server.url, path));
      return await answer;
    } finally {
      await context.close();
    }
  }
  // Playwright attaches to what it has opened itself, and to nothing else.
  const session = await browser.newBrowserCDPSession();
  const { browserContextId } = await session.send("Target.createBrowserContext");
  try {
    await session.send("Target.createTarget", { url: started(server.url, path), browserContextId });
    return await answer;
  } finally {
    await session.send("Target.disposeBrowserContext", { browserContextId });
    await session.detach();
  }
}

/** Script and wasm lie in the page's memory already: what is left is the CPU's work, from the script's text on. */
const fromMemory = (drive, name) => told(drive, `/memory/${name}`);

/** A page load from this machine, from the navigation's start on. */
const fromServer = (drive, name) => told(drive, `/cold/${name}`);

/** The same on a phone on a train, as Chromium's own throttling has it; that is the one thing that needs to be attached. */
async function fromAfar({ browser, server }, name) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", SLOW);
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOW_CPU });
    const answer = server.next(PATIENCE);
    await page.goto(`${server.url}/cold/${name}`);
    return await answer;
  } finally {
    await context.close();
  }
}

async function measure(drive, way, rounds, names) {
  const times = names.map(() => []);
  // Round -1 warms up the machine's own caches and is not counted.
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
 * Time to the first checked payload in three ways, against zod's bundle. Only Chromium can be slowed down; the others get
 * no `slow`, and fewer rounds, since each of their contexts may be a browser that has to start.
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
