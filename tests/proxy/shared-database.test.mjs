// Tests of two shops with their proxies over one PostgreSQL, as behind a load balancer: they serve one shopper, also if one
// proxy is the Rust one and the other the JavaScript one.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { TestEnv, Visitor, kill } from "./test-env.mjs";

const database = process.env.IVY_TEST_DATABASE_TOGETHER;

/** The secret of all shops: a proxy does not start over rows of an unknown secret. */
const tableSecret = randomBytes(32).toString("hex");

for (const [first, second] of [
  ["rust", "rust"],
  ["rust", "js"],
  ["js", "js"],
]) {
  describe(`${first} and ${second}`, () => {
    const key = `${first}-${second}`;
    let env;
    let one;
    let two;
    before(async () => {
      assert.ok(database, "run `cargo xtask test --only proxy`, which starts a PostgreSQL and names it");
      env = Object.assign(await TestEnv.make(), { tableSecret });
      await env.startSandbox();
      one = await env.startShop({ database, proxy: first });
      two = await env.startShop({ database, origin: one.url, proxy: second });
    });
    after(() => env?.close());

    /** Returns a visitor whose requests go to either shop. */
    async function visitor(name) {
      const made = await Visitor.signedIn(one.url, name);
      return { made, at: (shop) => Object.assign(made, { shopUrl: shop.url }) };
    }

    test("both know the same sessions", async () => {
      const ada = await visitor("ada");
      const ben = await visitor("ben");
      const created = await ada.at(one).create(key);
      assert.equal((await ada.at(two).create(key)).text, created.text);
      const nonce = await ada.made.logIn(created.body.redirectUrl);
      assert.equal((await ada.at(two).call("/result", { nonce })).body.status, "complete");
      const { id } = created.body;
      for (const shop of [one, two]) {
        const listed = (await ada.at(shop).call("/data/session/list", {})).body.dataSessions;
        assert.deepEqual(listed.map((session) => session.id), [id]);
        assert.equal((await ben.at(shop).call("/data/session/details", { id })).status, 404);
      }
      assert.deepEqual((await ada.at(two).call("/forget", { id })).body, { forgotten: 1 });
      assert.deepEqual((await ada.at(one).call("/data/session/list", {})).body.dataSessions, []);
      // The key is free, because the login was presented.
      const anew = await ada.at(one).create(key);
      assert.equal(anew.status, 200);
      assert.notEqual(anew.body.id, id, "a repeated create brings a forgotten session back");
    });

    test("a login that is locked at one of them is locked at the other", async () => {
      const ada = await visitor("ada");
      const ben = await visitor("ben");
      const created = await ada.at(one).create(`${key}-locked`);
      const nonce = await ada.made.logIn(created.body.redirectUrl);
      assert.equal((await ada.at(one).call("/result", { nonce })).body.status, "complete");
      const listed = async (shop) => (await ada.at(shop).call("/data/session/list", {})).body.dataSessions.map((session) => session.id);
      for (const shop of [one, two]) assert.deepEqual(await listed(shop), [created.body.id]);
      assert.equal((await ben.at(two).call("/result", { nonce })).status, 404);
      for (const shop of [one, two]) assert.deepEqual(await listed(shop), []);
    });

    test("the same create at both at once is one session", async () => {
      const { creates } = await env.stats();
      const [here, there] = [await Visitor.signedIn(one.url, "ada"), await Visitor.signedIn(one.url, "ada")];
      there.shopUrl = two.url;
      const pairs = Array.from({ length: 20 }, (_, at) => [here, there].map((each) => each.create(`${key}-${at}`)));
      for (const pair of pairs) {
        const [first, second] = await Promise.all(pair);
        assert.deepEqual([first.status, second.status, second.body.id], [200, 200, first.body.id]);
      }
      assert.equal((await env.stats()).creates, creates + 20);
    });

    test("if one is killed the other continues", async () => {
      const ada = await visitor("ada");
      const created = await ada.at(one).create(`${key}-before`);
      await kill(one);
      assert.equal((await ada.at(two).create(`${key}-before`)).text, created.text);
      const nonce = await ada.made.logIn(created.body.redirectUrl);
      assert.equal((await ada.at(two).call("/result", { nonce })).body.status, "complete");
    });
  });
}
