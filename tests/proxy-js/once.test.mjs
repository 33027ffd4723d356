// Tests of work that many requests wait for, such as the creation of the tables.

import assert from "node:assert/strict";
import { test } from "node:test";
import "../shared/typescript.mjs";

const { once } = await import("../../pkg/src/proxy/once.ts");

/** Returns work whose n-th run is the n-th act, and the number of runs. */
function runs(...acts) {
  const counted = { number: 0, work: () => acts[counted.number++]() };
  return counted;
}

const done = async () => {};
const fails = () => Promise.reject(new Error("no"));
const never = () => new Promise(() => {});

for (const waitMs of [undefined, 10_000]) {
  test(`calls at the same time and later ones share the work (${waitMs ?? "no"} deadline)`, async () => {
    const counted = runs(done);
    const call = once(counted.work, waitMs);
    await Promise.all([call(), call()]);
    await call();
    assert.equal(counted.number, 1);
  });

  test(`after a fault the next call does it again (${waitMs ?? "no"} deadline)`, async () => {
    const counted = runs(fails, done);
    const call = once(counted.work, waitMs);
    await assert.rejects(call(), /^Error: no$/);
    await call();
    assert.equal(counted.number, 2);
  });
}

test("work of a dropped request holds nobody up for longer than the deadline, and is done again", async () => {
  const counted = runs(never, done);
  const call = once(counted.work, 20);
  const both = await Promise.allSettled([call(), call()]);
  assert.deepEqual(both.map(({ reason }) => reason.fault), ["io", "io"]);
  await call();
  assert.equal(counted.number, 2);
});

test("dropped work that ends after all counts", async () => {
  let end;
  const counted = runs(() => new Promise((resolve) => (end = resolve)), never);
  const call = once(counted.work, 20);
  await assert.rejects(call(), { fault: "io" });
  end();
  await new Promise((resolve) => setImmediate(resolve));
  await call();
  assert.equal(counted.number, 1);
});
