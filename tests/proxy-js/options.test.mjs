// Tests of the options of createProxy: a missing, invalid or unknown one is refused by an error that names it and contains
// no value.

import assert from "node:assert/strict";
import { test } from "node:test";
import "../shared/typescript.mjs";

const { checkOptions } = await import("../../pkg/src/proxy/options/check-options.ts");

const key = "a-key-made-for-tests";
const secret = "a-secret-made-for-tests";
const tableSecret = "a-table-secret-made-for-tests";
const store = { dialect: "sqlite", execute() {}, query() {}, script() {} };
const right = {
  apiKey: key,
  apiUrl: "https://api.sand.getivy.de",
  webhookSecret: secret,
  tableSecret,
  origins: ["https://shop.example"],
  store,
  identify: () => null,
};

const needed = Object.keys(right).filter((name) => name !== "store");

/** Values that must not appear in an error. */
const values = [key, secret, tableSecret, "7770001", "wrong-value"];

function refused(options, environment = {}) {
  let caught;
  assert.throws(() => checkOptions(options, environment), (error) => Boolean((caught = error)));
  assert.deepEqual([caught.name, caught.code], ["IvyError", "misconfigured"]);
  assert.match(caught.message, /^[\w.[\]]+(: | is |$)|^(unknown option|options are)\b/);
  assert.ok(!caught.message.endsWith("."));
  for (const value of values) assert.ok(!caught.message.includes(value), caught.message);
  return caught.message;
}

for (const name of needed) {
  test(`${name} has no default`, () => {
    for (const missing of [{ ...right, [name]: undefined }, Object.fromEntries(Object.entries(right).filter(([other]) => other !== name))]) {
      assert.equal(refused(missing), `${name} is missing`);
    }
  });
}

const wrong = {
  apiKey: [7770001, "", " ", null],
  apiUrl: [7770001, ""],
  webhookSecret: [7770001, "", ["wrong-value", 7770001], [""], {}],
  origins: [[], "wrong-value", [7770001], [""], {}],
  store: [{}, "wrong-value.sqlite", { ...store, dialect: "wrong-value" }, { ...store, query: undefined }, null],
  identify: [{ customerId: "wrong-value" }, null],
  referenceId: ["wrong-value"],
  callbackUrls: ["wrong-value", [], { return: 7770001 }, { plainReturn: "" }, { result: null }, { cancel: "wrong-value" }],
  returnUrls: ["wrong-value", [], { "https://wrong-value.example": "wrong-value" }, { "https://shop.example": { return: 7770001 } }, { "https://shop.example": { result: "wrong-value" } }],
  recall: ["wrong-value", 7770001, null, {}],
  tableSecret: [7770001, "", [], [""], ["wrong-value", 7770001], null],
  trustSessionsBefore: ["wrong-value", true, NaN, -7770001, 1_700_000_000_000, new Date(NaN), null],
  pageFields: ["wrong-value", ["wrong-value"], [7770001], { balances: true }],
  retentionDays: ["wrong-value", { abandoned: 0 }, { guests: "wrong-value" }, { customers: 1.5 }, { wrong: 7770001 }],
  log: ["wrong-value", console],
  basePath: ["wrong-value", "/wrong-value/", "/wrong value", "/wrong-value?x", "https://wrong-value.example", "//", 7770001],
  listBy: ["wrong-value", 7770001],
  loginEnvironment: ["wrong-value"],
  loginHosts: ["wrong-value", [7770001]],
  paths: [{ create: 7770001 }, { lists: "wrong-value" }, "wrong-value"],
  addressHeader: [7770001, ""],
  trustedHops: ["wrong-value", 0, 1.5, -7770001],
  limits: [7770001, { pageBody: 0 }, { pageBody: 1.5 }, { answer: "wrong-value" }, { perOwner: 7770001 }, { perOwner: { burst: 7 } }, { perAddress: { burst: 0, perMinute: 7 } }, { requestsInFlight: 0 }, { bufferedBytes: "wrong-value" }, { ivyInFlight: 0 }, { breakerFailures: 0 }, { breakerOpenMs: -7770001 }, { wrong: 7770001 }],
  deadlines: [{ connectMs: -7770001 }, { readMs: NaN }, { createMs: Infinity }, { bodyMs: 7770001 }],
  extraFields: ["wrong-value", [null]],
  extraPermissions: [{ wrong: "wrong-value" }],
};

for (const [name, tries] of Object.entries(wrong)) {
  test(`${name} of a wrong form is refused by its name`, () => {
    for (const value of tries) assert.match(refused({ ...right, [name]: value }), new RegExp(`^${name}[:.[ ]`));
  });
}

test("unknown options are refused by their names, where these look like names", () => {
  assert.match(refused({ ...right, webhooksecret: "wrong-value" }), /^unknown option webhooksecret; did you mean webhookSecret$/);
  assert.match(refused({ ...right, "wrong-value 7770001": 1 }), /^unknown option; expected one of apiKey, /);
  for (const none of [undefined, null, "wrong-value", []]) assert.match(refused(none), /^options are (missing|no object); expected an object$/);
});

for (const prefix of ["NEXT_PUBLIC_", "VITE_", "PUBLIC_", "REACT_APP_", "NUXT_PUBLIC_", "EXPO_PUBLIC_", "GATSBY_"]) {
  test(`a secret in a variable that begins with ${prefix} is refused by the variable's name`, () => {
    assert.match(refused(right, { [`${prefix}IVY`]: key }), new RegExp(`^apiKey: the environment variable ${prefix}IVY `));
    assert.match(refused(right, { [`${prefix}HOOK`]: `${secret}\n` }), new RegExp(`^webhookSecret: the environment variable ${prefix}HOOK `));
    assert.match(refused(right, { [`${prefix}TABLE`]: tableSecret }), new RegExp(`^tableSecret: the environment variable ${prefix}TABLE `));
    const both = { ...right, webhookSecret: ["another-made-for-tests", secret] };
    assert.match(refused(both, { [`${prefix}HOOK`]: secret }), new RegExp(`^webhookSecret: the environment variable ${prefix}HOOK `));
    checkOptions(right, { IVY_API_KEY: key, IVY_WEBHOOK_SECRET: secret, [`${prefix}URL`]: right.apiUrl, [`${prefix}UNSET`]: undefined });
  });
}

test("missing callback URLs get the defaults of a shop at its first origin", () => {
  const { basePath, settings } = checkOptions({ ...right, origins: ["https://shop.example", "https://www.shop.example"] }, {});
  assert.equal(basePath, "/api/ivy");
  const result = "https://shop.example/api/ivy/callback";
  assert.deepEqual(settings.callbackUrls, { return: "https://shop.example/return", plainReturn: "https://shop.example/plain/return", result });
  const elsewhere = checkOptions({ ...right, basePath: "/ivy", callbackUrls: { return: "https://shop.example/back" } }, {}).settings.callbackUrls;
  assert.deepEqual([elsewhere.return, elsewhere.result], ["https://shop.example/back", "https://shop.example/ivy/callback"]);
});

test("the switch for recall is a boolean for the core, or a function on this side", () => {
  const forms = [undefined, true, false].map((recall) => checkOptions({ ...right, recall }, {}));
  assert.deepEqual(forms.map(({ recall, settings }) => [recall, settings.recall]), [[undefined, undefined], [undefined, true], [undefined, false]]);
  const ask = () => false;
  const { recall, settings } = checkOptions({ ...right, recall: ask }, {});
  assert.deepEqual([recall, "recall" in settings], [ask, false]);
});

test("a secret is one or a list, and a moment a Date or seconds", () => {
  const { settings } = checkOptions({ ...right, trustSessionsBefore: new Date(1_700_000_000_500) }, {});
  assert.deepEqual([settings.tableSecret, settings.trustSessionsBefore], [[tableSecret], 1_700_000_001]);
  const both = checkOptions({ ...right, tableSecret: ["newer", "older"], trustSessionsBefore: 1_700_000_000 }, {}).settings;
  assert.deepEqual([both.tableSecret, both.trustSessionsBefore], [["newer", "older"], 1_700_000_000]);
});
