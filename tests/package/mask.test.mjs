// Tests the mask of IBANs in the element and in React, before the library is loaded and after.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as ivy from "../../pkg/inline.js";
import "../shared/typescript.mjs";

const { maskBy } = await import("../../pkg/src/element/mask.ts");

const IBANS = ["DE89370400440532013000", "NO9386011117947", "MT84MALT011000012345MTLCAST001S", "DE", "", "DE8937040044", "d89370400440532013000", "D\u202e93704004405320130", "DE".padEnd(35, "1")];

test("an IBAN has the same mask before the library is loaded and after", async () => {
  const client = ivy.createClient({ proxyUrl: "https://shop.example/api/ivy", credentials: "omit" });
  const early = IBANS.map((iban) => maskBy(client, iban));
  assert.equal(early[0], "DE •••• 3000");
  await ivy.init();
  assert.deepEqual(IBANS.map((iban) => maskBy(client, iban)), early);
  // A client without a mask, such as one of an older version.
  assert.equal(maskBy({}, IBANS[0]), "••••");
});
