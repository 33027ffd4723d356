import { startSandbox } from "ivy-data-session/sandbox";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startShop } from "./shop.js";

let sandbox;
let shop;
beforeEach(async () => {
  sandbox = await startSandbox();
  shop = await startShop({ apiUrl: sandbox.origin, apiKey: sandbox.apiKey, webhookSecret: sandbox.signingSecret });
});
afterEach(async () => {
  await shop.stop();
  await sandbox.stop();
});

/** Posts a form as the shop's own page does. */
const post = (path, fields) =>
  fetch(`${shop.origin}${path}`, {
    method: "POST",
    headers: { origin: shop.origin, "sec-fetch-site": "same-origin" },
    body: new URLSearchParams(fields),
    redirect: "manual",
  });

/** Clicks "Pay by bank". Returns the id of the session, which is in the link to the bank. */
async function payByBank() {
  const response = await post("/api/ivy/start", { permissions: "identity" });
  return new URL(response.headers.get("location")).searchParams.get("id");
}

/** Comes back from the bank. */
async function comeBack(url) {
  const response = await post("/plain/done", { ivy: new URL(url).searchParams.get("ivy") });
  return response.text();
}

test("a shopper who logs in to the bank is connected", async () => {
  const id = await payByBank();
  const { url } = await sandbox.logIn(id, { username: "ben" });
  expect(await comeBack(url)).toContain("complete Ben Sample");
  expect(await sandbox.deliver(id)).toEqual([200]);
  const [create] = await sandbox.calls();
  expect(create).toMatchObject({ operation: "create", body: { permissions: ["identity"] } });
});

test("a shopper who cancels is not connected", async () => {
  const { url } = await sandbox.logIn(await payByBank(), { cancel: true });
  expect(await comeBack(url)).toContain("error");
});

test("a login that takes too long has expired", async () => {
  const id = await payByBank();
  await sandbox.advance(2 * 3_600_000);
  await expect(sandbox.logIn(id)).rejects.toThrow("the session accepts no login");
});

test("an outage of Ivy creates no session", async () => {
  await sandbox.script([{ operation: "create", status: 503 }]);
  const response = await post("/api/ivy/start", { permissions: "identity" });
  expect(response.headers.get("location")).toContain("ivy_outcome=error");
  expect((await sandbox.calls()).filter(({ operation, status }) => operation === "create" && status === 200)).toEqual([]);
});
