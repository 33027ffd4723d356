// A test environment with Ada signed in, fresh for each test. Importing this module registers the hooks.

import { after, afterEach, beforeEach } from "node:test";
import { startWorld } from "./harness.mjs";
import { closeBrowser, openShopper } from "./shopper.mjs";

export let world;
export let ada;

beforeEach(async () => {
  world = await startWorld();
  ada = await openShopper(world);
  await ada.signIn("ada");
});
afterEach(async () => {
  await ada.close();
  await world.close();
});
after(closeBrowser);
