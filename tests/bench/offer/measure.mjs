// The time to the offered account: each page visited with a cold and then with a warm cache, in rounds of another order.

import { order } from "../page/rounds.js";
import { spread } from "../page/statistics.js";
import { PAGES } from "./pages.mjs";
import { serveShop } from "./server.mjs";
import { NETWORKS, Shopper } from "./visit.mjs";

const CACHES = ["cold", "warm"];

async function bothVisits(browser, url, network) {
  const shopper = await Shopper.open(browser, network);
  try {
    const cold = await shopper.visit(url);
    await shopper.leave();
    return { cold, warm: await shopper.visit(url) };
  } finally {
    await shopper.close();
  }
}

/** Returns the visit whose time is the median. */
const middle = (visits) => [...visits].sort((one, other) => one.time - other.time)[Math.floor(visits.length / 2)];

function row({ id, name, base = PAGES[0].id }, visits) {
  const of = (cache) => {
    const own = visits[id].map((round) => round[cache]);
    const ratios = own.map(({ time }, round) => time / visits[base][round][cache].time);
    const typical = middle(own);
    return {
      time: spread(own.map(({ time }) => time)),
      ratio: spread(ratios),
      cpu: spread(own.map(({ cpu }) => cpu)).median,
      requests: typical.requests.length,
      bytes: typical.bytes,
      typical,
    };
  };
  return { id, name, base, ...Object.fromEntries(CACHES.map((cache) => [cache, of(cache)])) };
}

async function measureNetwork(browser, shop, network, pages, rounds) {
  const visits = Object.fromEntries(pages.map(({ id }) => [id, []]));
  // Round -1 fills the machine's caches and is not counted.
  for (let round = -1; round < rounds; round++) {
    for (const at of order(pages.length, Math.max(0, round))) {
      const { id } = pages[at];
      const found = await bothVisits(browser, `${shop.url}/${id}`, network);
      if (round >= 0) visits[id].push(found);
    }
  }
  return { network: network.name, rounds, rows: pages.map((page) => row(page, visits)) };
}

/** Measures on every network, or with `quick` on the slow one, in fewer rounds. Needs Chromium, which can be throttled. */
export async function offers(browser, quick, log) {
  const shop = await serveShop();
  const rounds = quick ? 5 : 15;
  const found = {};
  try {
    for (const name of quick ? ["slow 4G"] : Object.keys(NETWORKS)) {
      log(`timing offered accounts: ${name}`);
      const pages = PAGES.filter(({ quiet }) => !quiet || name === "slow 4G");
      found[name] = await measureNetwork(browser, shop, NETWORKS[name], pages, rounds);
    }
    return found;
  } finally {
    shop.close();
  }
}
