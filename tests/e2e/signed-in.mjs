// A test environment with Ada signed in, fresh for each test. Importing this module registers the hooks.

import { after, afterEach, beforeEach } from "node:test";
import { startTestEnv } from "./harness.mjs";
import { closeBrowser, openShopper } from "./shopper.mjs";

export let env;
export let ada;

beforeEach(async () => {
  env = await startTestEnv();
  ada = await openShopper(env);
  await ada.signIn("ada");
});
afterEach(async () => {
  await ada.close();
  await env.close();
});
after(closeBrowser);
