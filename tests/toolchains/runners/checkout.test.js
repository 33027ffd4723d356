// A merchant's own test, for Vitest and for Jest.

import * as ivy from "ivy-data-session";
import { use } from "./app/use.js";

const { SHOP, EXPECTED } = process.env;

test("the real library against a shop", async () => {
  expect(await use(ivy, `${SHOP}/api/ivy`, { credentials: "omit" })).toEqual(JSON.parse(EXPECTED));
});
