// Tests the package against the table of rules, which the Rust tests run natively and in WebAssembly.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import * as ivy from "../../pkg/inline.js";

const table = JSON.parse(readFileSync(new URL("../data/rules.json", import.meta.url), "utf8"));
before(() => ivy.init());

const inShort = (issues = []) => issues.map(({ path, code }) => ({ path, code }));

/** Returns the normal form, or the issues of the error. */
function result(build) {
  try {
    return { value: build(), issues: [] };
  } catch (error) {
    if (!ivy.isIvyError(error)) throw error;
    return { issues: inShort(error.issues) };
  }
}

const parts = {
  request: (row) => ivy.checkDataSessionRequest(row.input, row.options && { extraFields: row.options.extraFields, extraPermissions: row.options.extraPermissions }),
  listQuery: (row) => ivy.checkListQuery(row.input),
};
for (const [part, check] of Object.entries(parts)) {
  // Skip rows without a required referenceId: only the methods of a client send such requests.
  const rows = table[part].filter(({ options }) => !options?.referenceIdOptional);
  test(`${part}: ${rows.length} rows`, () => {
    assert.ok(rows.length > 20);
    for (const row of rows) {
      const { ok, value, issues, warnings } = check(row);
      assert.ok(Array.isArray(issues), row.name);
      assert.deepEqual(inShort(issues), inShort(row.expect.issues), row.name);
      assert.deepEqual(inShort(warnings), inShort(row.expect.warnings), row.name);
      assert.equal(ok, !row.expect.issues?.length, row.name);
      if (ok) assert.deepEqual(value, row.expect.value ?? row.input, row.name);
    }
  });
}

test("listQueryFor", () => {
  assert.ok(table.listQueryFor.length > 5);
  for (const row of table.listQueryFor) {
    const { value, issues } = result(() => ivy.listQueryFor(row.input));
    assert.deepEqual(issues, inShort(row.expect.issues), row.name);
    if (!issues.length) assert.deepEqual(value, row.expect.value ?? row.input, row.name);
  }
});

test("formatting is Unicode's white space and default ignorable code points, and nothing else", () => {
  const formatting = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}]$/u;
  const all = Array.from({ length: 0x110000 }, (_, code) => code).filter((code) => formatting.test(String.fromCodePoint(code)));
  assert.ok(all.length > 4_000);
  const codes = new Set([...Array(0x2100).keys(), ...all.flatMap((code) => [code - 1, code, code + 1])]);
  for (const code of codes) {
    const character = String.fromCodePoint(code);
    const isDropped = formatting.test(character) || /^[-.\u2010-\u2015\u2212]$/.test(character);
    const { ok, value } = ivy.checkListQuery({ externalUserPhone: `+4915${character}200000001` });
    assert.equal(ok && value.externalUserPhone === "+4915200000001", isDropped, `U+${code.toString(16)}`);
    const isSame = ivy.checkListQuery({ externalUserEmail: `ada${character}@example.com` }).value?.externalUserEmail === "ada@example.com";
    assert.equal(isSame, false, `U+${code.toString(16)}`);
  }
});
