// Tests of TLS to PostgreSQL: a server on another machine gets no query before its certificate is verified.
//
// The test is the server. 0.0.0.0 connects to this machine, but counts as another one, as every host that is not loopback.

import assert from "node:assert/strict";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import { after, before, test } from "node:test";
import tls from "node:tls";
import { fileURLToPath } from "node:url";
import "../shared/typescript.mjs";

const { connection } = await import("../../pkg/src/proxy/stores/postgres-url.ts");
const { postgresStore } = await import("../../pkg/src/proxy/stores/postgres.ts");

/** Returns the path of a self-signed certificate for `localhost` and `db.shop.example`, or of its key. */
const file = (name) => fileURLToPath(new URL(`../data/tls/${name}.pem`, import.meta.url));
const [cert, key] = ["certificate", "key"].map((name) => fs.readFileSync(file(name)));
const sslrootcert = encodeURIComponent(file("certificate"));

/** The result of each connection: `asked` without TLS, `trusted` with TLS, or `left`. */
let outcomes = [];
/** The server's reply to a TLS request. */
let offers = "S";
let server;
before(async () => {
  server = net.createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (first) => {
      // A TLS request has eight bytes with this number. Anything else starts a session without TLS.
      const isQuestion = first.length === 8 && first.readUInt32BE(4) === 80877103;
      if (!isQuestion) return record("asked", socket);
      socket.write(offers);
      if (offers !== "S") return socket.once("data", () => record("asked", socket)).once("close", () => record("left", socket));
      const secured = new tls.TLSSocket(socket, { isServer: true, cert, key });
      secured.on("error", () => {});
      secured.once("data", () => record("trusted", socket)).once("close", () => record("left", socket));
    });
  });
  server.listen(0, "0.0.0.0");
  await once(server, "listening");
});
after(() => server.close());

const met = new WeakSet();
function record(what, socket) {
  if (met.has(socket)) return;
  met.add(socket);
  outcomes.push(what);
  socket.destroy();
}

/** Sends a query. Returns the result for the server, and the store's fault and reason for the log. */
async function queryServer(host, query) {
  outcomes = [];
  const store = postgresStore(`postgres://secret:secret@${host}:${server.address().port}/shop${query}`);
  const error = await store.query("SELECT 1 AS one", []).then(assert.fail, (error) => error);
  await store.close();
  assert.ok(!/secret/.test(`${error.stack} ${JSON.stringify(error)}`));
  while (outcomes.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  return { outcomes: outcomes[0], fault: error.fault, reason: error.reason };
}

const REFUSED = { outcomes: "left", fault: "io", reason: "tls" };

test("another machine without TLS gets no data", async () => {
  offers = "N";
  for (const query of ["", "?sslmode=prefer", "?sslmode=require", "?ssl=true", "?sslmode=verify-ca", "?sslmode=no-verify"]) assert.deepEqual(await queryServer("0.0.0.0", query), REFUSED, query);
});

test("another machine with a certificate that cannot be verified gets no data", async () => {
  offers = "S";
  const queries = ["", "?sslmode=prefer", "?sslmode=require", "?sslmode=verify-ca", "?uselibpqcompat=true&sslmode=require", "?ssl=true"];
  for (const query of queries) assert.deepEqual(await queryServer("0.0.0.0", query), REFUSED, query);
});

test("a certificate for another name is not enough, unless the URL says so", async () => {
  offers = "S";
  assert.deepEqual(await queryServer("0.0.0.0", `?sslrootcert=${sslrootcert}`), REFUSED);
  assert.deepEqual(await queryServer("0.0.0.0", `?sslmode=require&sslrootcert=${sslrootcert}`), REFUSED);
  assert.equal((await queryServer("0.0.0.0", `?sslmode=verify-ca&sslrootcert=${sslrootcert}`)).outcomes, "trusted");
  assert.equal((await queryServer("0.0.0.0", "?sslmode=no-verify")).outcomes, "trusted");
});

test("a certificate of the named authority for the right name is trusted", async () => {
  offers = "S";
  // The driver takes the server's name from the URL, and the address from this look-up.
  const { ssl } = connection("postgres://db.shop.example/shop?sslrootcert=" + sslrootcert, {});
  assert.equal(ssl.ca, String(cert));
  const { subjectaltname } = new tls.TLSSocket(new net.Socket(), { isServer: true, cert, key }).getCertificate();
  const certificate = { subject: {}, subjectaltname };
  assert.equal(ssl.checkServerIdentity("db.shop.example", certificate), undefined);
  assert.equal(ssl.checkServerIdentity("other.shop.example", certificate).code, "ERR_TLS_CERT_ALTNAME_INVALID");
});

test("TLS is left out if the URL says so, and on this machine", async () => {
  for (offers of ["N", "S"]) {
    assert.equal((await queryServer("0.0.0.0", "?sslmode=disable")).outcomes, "asked");
    assert.equal((await queryServer("127.0.0.1", "")).outcomes, "asked");
  }
});

test("every host that is not this machine is another one", () => {
  const local = ["postgres://localhost/x", "postgres://LOCALHOST:5/x", "postgres://u:p@127.8.9.10/x", "postgres://u@[::1]:5/x", "postgres://%2Ftmp/x", "postgres:///x", "postgres://u@/x?host=/tmp"];
  for (const url of local) assert.deepEqual(connection(url, {}), { connectionString: url });
  const other = ["postgres://db/x", "postgres://u:p@x@db:5/x", "postgres://127.0.0.1.db/x", "postgres://[::2]/x", "postgres://localhost/x?host=db", "postgres://localhost@db/x#?sslmode=disable", "postgres:///x?host=10.0.0.7"];
  for (const url of other) assert.equal(typeof connection(url, {}).ssl.checkServerIdentity, "function", url);
  assert.ok(connection("postgres:///x", { PGHOST: "db" }).ssl);
  assert.ok(connection("postgres://db/x", { PGSSLMODE: "disable" }).ssl);
  assert.deepEqual(connection("postgres:///x", { PGHOST: "/tmp" }), { connectionString: "postgres:///x" });
  assert.equal(connection("postgres://u:p@db:5/x?application_name=a%20b&sslmode=verify-full&ssl=0", {}).connectionString, "postgres://u:p@db:5/x?application_name=a+b");
});

test("an unknown mode, and a file that cannot be read, are refused by an error", () => {
  for (const mode of ["secret", "", "VERIFY", "disable&sslmode=off"]) {
    assert.throws(() => postgresStore(`postgres://u:secret@db.shop.example/x?sslmode=${mode}`), {
      code: "misconfigured",
      message: "postgresStore: sslmode: unknown; expected one of verify-full, verify-ca, no-verify, disable",
    });
  }
  const missing = encodeURIComponent("/nowhere/secret.pem");
  assert.throws(() => postgresStore(`postgres://db.shop.example/x?sslrootcert=${missing}`), { code: "misconfigured", message: "postgresStore: sslrootcert: the file cannot be read; expected its path" });
  assert.throws(() => postgresStore("postgres://%zz.shop.example/x"), { code: "misconfigured", message: "postgresStore: the URL cannot be read; expected the form postgres://USER:PASSWORD@HOST/DATABASE" });
});
