// Tests the recipe for PHP: a shop on PHP's own server, with the stand-alone program behind it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Visitor } from "../proxy/test-env.mjs";
import { driveBackEnd, need } from "./stand-alone.mjs";

test("a shop in PHP", async (t) => {
  need("php", "php-cli");
  const { bank, program } = await driveBackEnd(t, "php", (port) => ["php", "-q", "-S", `localhost:${port}`, "index.php"]);
  // A customer token of the browser's own never reaches the program.
  const guest = await new Visitor(bank.url).call("/data/session/list", {}, { "ivy-customer": "made-up" });
  assert.deepEqual([guest.status, guest.headers.get("ivy-recall")], [200, "guest"]);
  assert.ok(!program.output.join("\n").includes("customer_token_refused"));
});
