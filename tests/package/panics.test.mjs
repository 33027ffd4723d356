// Tests of a panic in the library, with the built WebAssembly file and its panic messages.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";

const ENTRY = new URL("../../pkg/inline.js", import.meta.url).href;

/** A text that must not be printed. */
const MARKER = "ada@example.com";

/** A program whose body claims to be longer than any memory, so that copying it panics (`capacity overflow`). */
const program = `
  const ivy = await import(${JSON.stringify(ENTRY)});
  await ivy.init();
  const codes = [];
  for (let round = 0; round < 3; round++) {
    const body = new TextEncoder().encode('{"id":"${MARKER}"}');
    Object.defineProperty(body, "length", { value: 0xffff_ffff });
    try { ivy.decodeDataSession(body); } catch (error) { codes.push(error.code); }
    try { ivy.maskIban("x"); } catch (error) { codes.push(error.code); }
    await ivy.init();
    codes.push(ivy.maskIban("DE89370400440532013000"));
  }
  process.stdout.write(JSON.stringify(codes));`;

test("after a panic the next init starts a new instance, and nothing is printed", async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program]);
  const round = ["internal", "not_initialized", "DE •••• 3000"];
  assert.deepEqual(JSON.parse(stdout), [...round, ...round, ...round]);
  assert.equal(stderr, "");
});
