// Kills the proxy (SIGKILL) in the middle of creates, again and again, and restarts it over the same database.
//
//   node tests/soak/kill.mjs [--creates 1000] [--kills 10] [--profile release|debug] [--database PATH|postgres://…] [--proxy rust|js]
//
// Shoppers (two customers and some guests) create sessions, each with an idempotency key, and repeat creates without a
// response, as the library does. Afterwards every acknowledged create must be known: to its owner and to nobody else, with
// the same response for its key, and without a second session at Ivy. Every failed check is counted and makes the exit code
// 1. The last line is one JSON object.

import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { TestEnv, Visitor, kill } from "../proxy/test-env.mjs";
import { build } from "./programs.mjs";

const AT_ONCE = 16;
const GUESTS = 6;
/** One bank login is completed for this many sessions. */
const LOGIN_EVERY = 10;
/** The time limit for a create in milliseconds, longer than the lease of another proxy on its key. */
const PATIENCE = 60_000;

const { values } = parseArgs({
  options: {
    creates: { type: "string", default: "1000" },
    kills: { type: "string", default: "10" },
    profile: { type: "string", default: "release" },
    database: { type: "string" },
    proxy: { type: "string", default: "rust" },
  },
});
const [creates, kills] = [Number(values.creates), Number(values.kills)];
if (!(creates >= AT_ONCE && kills >= 1 && kills < creates)) throw new Error("--creates: expected 16 or more, --kills: fewer");

const failures = [];
const check = (isRight, what) => isRight || failures.push(what);

/** Runs `work` for each item, AT_ONCE at the same time. */
async function each(items, work) {
  const rest = items[Symbol.iterator]();
  const one = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

const began = performance.now();
const env = await TestEnv.make({ programs: build(values.profile), proxy: values.proxy });
try {
  await env.startSandbox();
  let shop = await env.startShop({ database: values.database });
  const { port, url } = shop;
  const shoppers = [await Visitor.signedIn(url, "ada"), await Visitor.signedIn(url, "ben")];
  for (let made = 0; made < GUESTS; made++) {
    const guest = new Visitor(url);
    await guest.call("/data/session/list", {});
    shoppers.push(guest);
  }

  const acknowledged = [];
  const killAt = new Set(Array.from({ length: kills }, (_, at) => Math.round(((at + 1) * creates) / (kills + 1))));
  let killed = 0;
  let repeated = 0;
  let started = Promise.resolve();
  const again = () =>
    (started = started.then(async () => {
      // Kill mid-flight: some creates are waiting for Ivy, others are being written.
      await pause(Math.random() * 10);
      await kill(shop);
      killed += 1;
      shop = await env.startShop({ database: values.database, port });
    }));
  await each(Array(creates).keys(), async (number) => {
    const [owner, key] = [shoppers[number % shoppers.length], `key-${number}`];
    for (const end = performance.now() + PATIENCE; ; repeated += 1) {
      const answer = await owner.create(key).catch(() => ({ status: 0 }));
      if (answer.status === 200) {
        acknowledged.push({ number, owner, key, text: answer.text, ...answer.body });
        if (killAt.has(acknowledged.length)) await again();
        return;
      }
      if (!(answer.status === 0 || answer.status >= 500) || performance.now() > end) {
        check(false, `a create was answered with ${answer.status}`);
        return;
      }
      await pause(50);
    }
  });
  const before = (await env.stats()).creates;

  await each(acknowledged, async ({ number, owner, key, text, id, redirectUrl, referenceId }) => {
    const stranger = shoppers[(number + 1) % shoppers.length];
    const same = await owner.create(key);
    check(same.status === 200 && same.text === text, `a repeated create got another answer (${same.status})`);
    check((await stranger.call("/forget", { id })).status === 404, "a stranger could forget a session");
    check((await owner.call("/data/session/details", { id })).status === 404, "a session was released before its login");
    if (number % LOGIN_EVERY !== 0) return;
    const result = await owner.call("/result", { nonce: await owner.logIn(redirectUrl) });
    check(result.body?.status === "complete" && result.body.referenceId === referenceId, "a login came to nothing");
    check((await owner.call("/data/session/details", { id })).status === 200, "a session is not its owner's");
    check((await stranger.call("/data/session/details", { id })).status === 404, "a session is a stranger's");
  });
  check((await env.stats()).creates === before, "a repeated create made a second session");
  for (const customer of shoppers.slice(0, 2)) {
    const mine = acknowledged.filter(({ number, owner }) => owner === customer && number % LOGIN_EVERY === 0);
    const listed = (await customer.call("/data/session/list", {})).body.dataSessions.map(({ id }) => id);
    check(listed.sort().join() === mine.map(({ id }) => id).sort().join(), "a list is not that of its customer");
  }
  let known = 0;
  await each(acknowledged, async ({ owner, id }) => {
    const { status, body } = await owner.call("/forget", { id });
    if (status === 200 && body.forgotten === 1) known += 1;
  });
  check(known === acknowledged.length, "an acknowledged session was not known");
  check(acknowledged.length === creates, "a create was never answered");
  check(killed === kills, "the proxy was killed too seldom");
  // Creates that reached Ivy without an acknowledgement: at most those in flight at each kill.
  const orphans = before - acknowledged.length;
  check(orphans <= kills * AT_ONCE, "more sessions at Ivy than can have been lost");

  for (const what of new Set(failures)) console.log(`wrong: ${what}, ${failures.filter((one) => one === what).length} times`);
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  console.log(`${acknowledged.length} creates acknowledged, ${known} known, ${killed} kills, ${repeated} repeats, ${orphans} orphans at Ivy`);
  const database = values.database?.startsWith("postgres") ? "postgresql" : "sqlite";
  console.log(
    JSON.stringify({ name: "kill", creates, profile: values.profile, proxy: values.proxy, database, acknowledged: acknowledged.length, known, kills: killed, repeats: repeated, orphans, seconds, failed: failures.length }),
  );
  if (failures.length > 0) process.exitCode = 1;
} finally {
  await env.close();
}
