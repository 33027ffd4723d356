// Tests of a bank that confirms a login only after the shopper has returned: the waiting page shows the result.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ada, env } from "./signed-in.mjs";

test("the page waits for a late bank and offers its account", async () => {
  await ada.goToBank();
  await ada.logIn({ bank: "de-latebank" });
  await ada.page.click("#consent");
  await ada.page.waitForURL(`${env.shopUrl}/**`);
  // The list is still empty.
  const { body } = await ada.post("/api/ivy/data/session/list", {});
  assert.deepEqual(body.dataSessions, []);
  await ada.expectOffer("connected");
  assert.match(await ada.page.innerText("#offer"), /Late Bank/);
  const asked = ada.requests.filter(({ url }) => url.endsWith("/api/ivy/result"));
  assert.ok(asked.length >= 2, "the page did not ask again");
  ada.expectNoProblems();
});
