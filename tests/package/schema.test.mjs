// Tests of the schemas by the rules of Standard Schema v1, and with packages that accept a Standard Schema.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { readFileSync } from "node:fs";
import { SchemaError, getDotPath } from "@standard-schema/utils";
import * as ivy from "../../pkg/inline.js";
import { complaints, compilers, resolutions, strict } from "./compiler.mjs";
import { installPacked, linkPackages, writeFiles } from "./packed.mjs";

const { assertions } = JSON.parse(readFileSync(new URL("../data/standard-schema.json", import.meta.url), "utf8"));

const user = { email: " ada@EXAMPLE.com", metadata: { cart: [1, 2] } };
const request = { referenceId: "order-1", permissions: ["identity"], market: " de ", externalUser: user };
const deep = Array.from({ length: 10_000 }).reduce((inner) => [inner], []);
const cyclic = { permissions: ["identity"] };
cyclic.metadata = { cyclic };

/** Each schema with its check, valid inputs, and invalid inputs with the path of their first issue. */
const schemas = [
  {
    ...{ name: "dataSessionRequestSchema", check: ivy.checkDataSessionRequest, good: [request, { ...request, locale: "de", displayId: "Order 1" }] },
    bad: [[{ ...request, permissions: ["identity", "identiy"] }, ["permissions", 1]], [{ ...request, externalUser: { phone: "1" } }, ["externalUser", "phone"]], [{}, ["referenceId"]]],
  },
  {
    ...{ name: "listQuerySchema", check: ivy.checkListQuery, good: [{ externalUserEmail: "ada@EXAMPLE.com" }, { externalUserPhone: "+49 152 00000001" }] },
    bad: [[{}, []], [{ externalUserEmail: "ada" }, ["externalUserEmail"]], [{ externalUserEmail: "ada@example.com", externalUserPhone: "+4915200000001" }, []]],
  },
  {
    ...{ name: "externalUserSchema", check: ivy.checkExternalUser, good: [user, { referenceId: "cus_ada" }, { metadata: { since: 2020 } }] },
    bad: [[{}, []], [{ email: "ada" }, ["email"]], [{ email: "ada@example.com", metadata: { a: [() => {}] } }, ["metadata", 0, 0]]],
  },
];

/** Values that a caller may pass by mistake. */
const odd = [
  ...[undefined, null, true, 0, NaN, Infinity, "", 1n, Symbol("odd"), () => {}, [], {}, new Date(NaN), Object.create(null), cyclic, new Map(), new Uint8Array(8), deep, "\ud800"],
  ...[new Proxy({}, { ownKeys: () => { throw new Error("a trap"); } }), { get email() { throw new Error("a getter"); } }],
];

/** The test of each rule in the standard's table. Every rule must have one. */
const rules = {
  S1: (schema) => assert.ok("~standard" in schema && typeof schema["~standard"] === "object" && schema["~standard"] !== null),
  S2: (schema) => assert.equal(schema["~standard"].version, 1),
  S3: (schema) => assert.equal(schema["~standard"].vendor, "ivy-data-session"),
  S4: (schema, { good }) => {
    const { validate } = schema["~standard"];
    assert.ok("value" in validate(good[0]));
  },
  S5: (schema) => assert.equal(schema["~standard"].types, undefined),
  S6: (schema, { good, bad }) => {
    for (const input of [good[0], bad[0][0]]) {
      const wanted = schema["~standard"].validate(input);
      for (const options of [undefined, {}, { libraryOptions: undefined }, { libraryOptions: { strict: true, extra: Symbol("x") } }]) {
        assert.deepEqual(schema["~standard"].validate(input, options), wanted);
      }
    }
  },
  S7: (schema) => assert.equal("jsonSchema" in schema["~standard"], false),
  V1: (schema) => results(schema, odd).forEach((result) => assert.ok(typeof result === "object" && result !== null)),
  V2: (schema, { good }) => results(schema, good).forEach((result) => assert.ok("value" in result && result.issues === undefined)),
  V3: (schema, { bad }) => results(schema, inputs(bad)).forEach(({ issues }) => assert.ok(Array.isArray(issues) && issues.length > 0)),
  V4: (schema, { bad }) => issuesOf(schema, bad).forEach(({ message }) => assert.ok(typeof message === "string" && message !== "")),
  V5: (schema, { bad }) => issuesOf(schema, bad).forEach(({ path }) => assert.ok(path.every((key) => ["string", "number"].includes(typeof key)))),
  V6: (schema, { bad }) => {
    for (const [input, path] of bad) {
      const [issue] = schema["~standard"].validate(input).issues;
      assert.deepEqual(issue.path, path);
      assert.equal(getDotPath(issue), path.length ? path.join(".") : null);
    }
  },
  V7: (schema) => results(schema, [null, 7]).forEach(({ issues }) => assert.deepEqual(issues[0].path, [])),
  V8: (schema, { check, good, bad }) => {
    for (const input of [...good, ...inputs(bad), ...odd]) assert.deepEqual(schema["~standard"].validate(input), check(input));
  },
  V9: (schema, { good }) => results(schema, [...good, ...odd]).forEach((result) => assert.equal(result instanceof Promise, false)),
  V10: (schema) => results(schema, odd).forEach(({ issues }) => assert.ok(issues.length > 0)),
  // The standard leaves the case of a throwing getter or trap open. Here it results in an issue like any other.
  V11: (schema) => results(schema, odd.slice(-2)).forEach(({ issues }) => assert.equal(typeof issues[0].message, "string")),
  V12: (schema, { good, bad }) => {
    for (const input of [...good, ...inputs(bad)]) {
      const copy = JSON.stringify(input);
      const wanted = schema["~standard"].validate(input);
      assert.equal(JSON.stringify(input), copy);
      assert.deepEqual(schema["~standard"].validate(freeze(input)), wanted);
    }
  },
  V13: (schema, { bad: [[input]] }) => {
    const [one, two] = results(schema, [input, input]);
    const wanted = structuredClone(two);
    one.issues.length = 0;
    assert.deepEqual(two, wanted);
  },
  // Results have more members than the standard requires: the warnings of the check.
  V14: (schema, { good, bad }) => results(schema, [...good, ...inputs(bad)]).forEach((result) => assert.ok(Array.isArray(result.warnings))),
  V15: (schema, { bad }) => results(schema, inputs(bad)).forEach(({ issues }) => assert.deepEqual(JSON.parse(JSON.stringify(issues)), issues)),
  C1: (schema, { bad }) => {
    for (const { issues } of results(schema, inputs(bad))) assert.equal(new SchemaError(issues).message, issues[0].message);
  },
};

/** The rules about types. The compilers check them against both versions of the standard's own types. */
const types = ["T1", "T2"];

const results = (schema, given) => given.map((input) => schema["~standard"].validate(input));
const inputs = (bad) => bad.map(([input]) => input);
const issuesOf = (schema, bad) => results(schema, inputs(bad)).flatMap(({ issues }) => issues);

function freeze(value) {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}

before(() => ivy.init());

test("every rule of the table is here", () => {
  assert.deepEqual([...Object.keys(rules), ...types].sort(), assertions.map(({ id }) => id).sort());
});

for (const { id, level, text } of assertions.filter(({ id }) => id in rules)) {
  test(`${id} (${level}): ${text.slice(0, 80)}`, () => {
    for (const row of schemas) rules[id](ivy[row.name], row);
  });
}

for (const version of Object.keys(compilers)) {
  test(`T1, T2: what TypeScript ${version} infers, by the standard's own types, old and new, which only a merchant's page needs`, async () => {
    const packed = await installPacked();
    try {
      await writeFiles(packed.app, { "alone.ts": 'import { externalUserSchema } from "ivy-data-session";\nexport const schema = externalUserSchema;\n' }, [
        "types/valid-schema.ts",
        "types/invalid-schema.ts",
      ]);
      assert.equal(await complaints(version, packed.app, [...strict, ...resolutions.bundler, "alone.ts"]), "");
      await linkPackages(packed.app, ["@standard-schema/spec", "standard-schema-spec-1.0"]);
      assert.equal(await complaints(version, packed.app, [...strict, ...resolutions.bundler, "valid-schema.ts", "invalid-schema.ts"]), "");
    } finally {
      await packed.remove();
    }
  });
}

test("a request's options go in by libraryOptions", () => {
  const { validate } = ivy.dataSessionRequestSchema["~standard"];
  const input = { ...request, permissions: ["standing_orders"], flavour: 1 };
  assert.deepEqual(validate(input).issues.map(({ code }) => code).sort(), ["invalid_permission", "unknown_field"]);
  assert.equal(validate(input, { libraryOptions: { extraFields: ["flavour"], extraPermissions: ["standing_orders"] } }).ok, true);
});

test("before the library is loaded, validate loads it with the same result; then it is synchronous", async () => {
  const fresh = await import("../../pkg/inline.js?not-loaded");
  assert.throws(() => fresh.checkExternalUser(user), { code: "not_initialized" });
  const { validate } = fresh.externalUserSchema["~standard"];
  const early = [validate(user), validate({}), validate(cyclic)];
  assert.ok(early.every((result) => result instanceof Promise));
  assert.deepEqual(await Promise.all(early), [user, {}, cyclic].map((input) => ivy.checkExternalUser(input)));
  assert.deepEqual(validate(user), ivy.checkExternalUser(user));
});

test("if the library cannot be loaded, validate rejects, and tries again the next time", async (t) => {
  const { externalUserSchema } = await import("../../pkg/index.js?cannot-load");
  const { validate } = externalUserSchema["~standard"];
  const bytes = readFileSync(new URL("../../pkg/ivy_data_session_bg.wasm", import.meta.url));
  t.mock.method(globalThis, "fetch", async () => new Response(bytes));
  // Neither the file nor the inline chunk can be compiled.
  t.mock.method(WebAssembly, "compile", () => Promise.reject(new TypeError("no memory")), { times: 2 });
  await assert.rejects(validate(user), { name: "IvyError", code: "load_failed", retryable: true });
  assert.equal((await validate(user)).ok, true);
});
