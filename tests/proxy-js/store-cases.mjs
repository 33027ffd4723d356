// The table of cases for every store. The statements are as the core sends them.

import assert from "node:assert/strict";

/** The tables of the cases. */
export const TABLES = `
  DROP TABLE IF EXISTS face_sessions;
  CREATE TABLE face_sessions (reference_id TEXT NOT NULL PRIMARY KEY, key_mark TEXT UNIQUE, owner TEXT, state TEXT, created_at BIGINT, presented_at BIGINT);
  CREATE INDEX face_owner ON face_sessions (owner)`;
const CLAIM = "INSERT INTO face_sessions (reference_id, key_mark, state, created_at) VALUES ($1, $2, 'asking', $3) ON CONFLICT DO NOTHING";

/**
 * The cases: a name, and a function that takes two stores over one database. They are two proxies, or one process has opened
 * both. `row` returns a row of the first one, and `name` begins with the dialect.
 */
export const STORE_CASES = [
  ["says whose SQL it takes", ({ one, name }) => assert.equal(one.dialect, name.split(" ")[0], "the name of a row begins with its dialect")],

  ["a value that is used twice is bound at each position, in the order of its number", async ({ one, row }) => {
    const adopt = "INSERT INTO face_sessions (reference_id, key_mark, owner, state, created_at, presented_at) VALUES ($1, $2, $3, 'adopted', $4, $4)";
    assert.equal(await one.execute(adopt, ["twice", "k-twice", "customer:ada", 1_700_000_000]), 1);
    const found = { reference_id: "twice", key_mark: "k-twice", owner: "customer:ada", state: "adopted", created_at: 1_700_000_000, presented_at: 1_700_000_000 };
    assert.deepEqual({ ...(await row("twice")) }, found);
    assert.equal(await one.execute("UPDATE face_sessions SET owner = $2 WHERE reference_id = $1", ["twice", "customer:ben"]), 1);
    assert.equal((await row("twice")).owner, "customer:ben");
  }],

  ["whole numbers are numbers, from 32 bits on too, and compared as such", async ({ one, row }) => {
    const large = 2 ** 53 - 1;
    await one.execute("INSERT INTO face_sessions (reference_id, created_at, presented_at) VALUES ($1, $2, $3)", ["large", large, -1]);
    const { created_at, presented_at, owner } = await row("large");
    assert.deepEqual([created_at, presented_at, owner], [large, -1, null]);
    const count = async (least) => (await one.query("SELECT COUNT(*) AS found FROM face_sessions WHERE created_at >= $1", [least]))[0].found;
    assert.deepEqual([await count(large), await count(large - 1)], [1, 1]);
    await one.execute("INSERT INTO face_sessions (reference_id, created_at) VALUES ($1, 9007199254740993)", ["larger"]);
    await assert.rejects(row("larger"), { fault: /^(other|refused by the database)$/ }, "a number that cannot be held is not rounded");
  }],

  ["texts come back as they were, those of other scripts and of SQL too", async ({ one, row }) => {
    for (const [index, text] of ["", "Zoë 🏦 \u0001", "'; DROP TABLE face_sessions; --", "$1 ? :a", "x".repeat(100_000)].entries()) {
      await one.execute("INSERT INTO face_sessions (reference_id, owner) VALUES ($1, $2)", [`text-${index}`, text]);
      assert.equal((await row(`text-${index}`)).owner, text);
    }
  }],

  ["a text that begins with a byte order mark is kept, or refused, and not cut", async ({ one, row }) => {
    const insert = one.execute("INSERT INTO face_sessions (reference_id, owner) VALUES ($1, $2)", ["mark", "\ufeffmark"]);
    const kept = await insert.then(() => "\ufeffmark", ({ fault }) => assert.equal(fault, "refused by the database"));
    assert.equal((await row("mark"))?.owner, kept);
  }],

  ["a text with a NUL, and an unsupported value, is refused and not cut", async ({ one, row }) => {
    for (const value of ["a\0b", undefined, 1.5, NaN, 2 ** 53, 5n, true, {}]) {
      await assert.rejects(one.execute(CLAIM, [value, null, 1]), { fault: "refused by the database" });
      await assert.rejects(one.query("SELECT 1 AS found FROM face_sessions WHERE reference_id = $1", [value]), { fault: "refused by the database" });
    }
    assert.equal(await row("a"), undefined);
  }],

  ["of many that claim the same key at once, by two proxies, one has it", async ({ one, other }) => {
    const claims = Array.from({ length: 40 }, (_, index) => (index % 2 ? one : other).execute(CLAIM, [`claim-${index}`, "k-claim", index]));
    const changed = await Promise.all(claims);
    assert.deepEqual(changed.sort(), [...Array(39).fill(0), 1]);
    const releases = Array.from({ length: 20 }, (_, index) => (index % 2 ? one : other).execute("DELETE FROM face_sessions WHERE key_mark = $1", ["k-claim"]));
    assert.equal((await Promise.all(releases)).reduce((sum, count) => sum + count), 1);
  }],

  ["the number of rows is that of the rows that were changed", async ({ one }) => {
    for (const reference of ["m-1", "m-2", "m-3"]) await one.execute("INSERT INTO face_sessions (reference_id, owner, created_at) VALUES ($1, $2, 5)", [reference, "customer:many"]);
    const change = (owner) => one.execute("UPDATE face_sessions SET state = 'forgotten' WHERE owner = $1", [owner]);
    assert.deepEqual([await change("customer:many"), await change("customer:nobody")], [3, 0]);
    assert.deepEqual(await one.query("SELECT 1 AS found FROM face_sessions WHERE owner = $1", ["customer:nobody"]), []);
    assert.equal((await one.query("SELECT reference_id FROM face_sessions WHERE owner = $1", ["customer:many"])).length, 3);
  }],

  ["an insert that becomes an update returns its row, by a query", async ({ one, other, row }) => {
    const count = `INSERT INTO face_sessions (reference_id, created_at) VALUES ($1, $2)
      ON CONFLICT (reference_id) DO UPDATE SET created_at = face_sessions.created_at + $2 RETURNING created_at, owner`;
    assert.deepEqual(await one.query(count, ["counted", 5]), [{ created_at: 5, owner: null }]);
    assert.deepEqual(await other.query(count, ["counted", 7]), [{ created_at: 12, owner: null }]);
    assert.equal(await one.execute(count, ["counted", 1]), 1);
    assert.equal((await row("counted")).created_at, 13);
    const many = await Promise.all(Array.from({ length: 40 }, (_, index) => (index % 2 ? one : other).query(count, ["counted-together", 1])));
    assert.deepEqual(many.map(([{ created_at }]) => created_at).sort((a, b) => a - b), Array.from({ length: 40 }, (_, index) => index + 1));
  }],

  ["a script that fails within its transaction leaves nothing behind", async ({ one, other, row }) => {
    // In PostgreSQL a script is automatically one transaction.
    const script = (...lines) => (one.dialect === "sqlite" ? ["BEGIN", ...lines, "COMMIT"] : lines).join(";\n");
    const insert = (reference) => `INSERT INTO face_sessions (reference_id) VALUES ('${reference}')`;
    await assert.rejects(one.script(script(insert("script-1"), insert("script-1"))), { fault: "unique violation" });
    for (const store of [one, other]) assert.equal((await store.query("SELECT * FROM face_sessions WHERE reference_id = 'script-1'", [])).length, 0);
    await one.script(script(insert("script-2")));
    assert.ok(await row("script-2"), "the next one is not within the one that failed");
  }],

  ["a script may contain semicolons within texts, names and comments", async ({ one, row }) => {
    const script = `BEGIN IMMEDIATE; INSERT INTO face_sessions (reference_id, "owner", state) VALUES ('semi;colon', 'it''s; here', '--;') -- one; comment
      ; COMMIT`;
    await one.script(one.dialect === "sqlite" ? script : script.replace("BEGIN IMMEDIATE;", "").replace("; COMMIT", ""));
    const { owner, state } = await row("semi;colon");
    assert.deepEqual([owner, state], ["it's; here", "--;"]);
  }],

  ["a script that fails in the middle leaves no table behind, and can be run again", async ({ one, other }) => {
    const lines = ["CREATE TABLE face_more (name TEXT NOT NULL PRIMARY KEY)", "INSERT INTO face_more VALUES ('one')"];
    const script = (more) => (one.dialect === "sqlite" ? ["BEGIN IMMEDIATE", ...lines, ...more, "COMMIT"] : [...lines, ...more]).join(";\n");
    await assert.rejects(one.script(script(["INSERT INTO face_missing VALUES (1)"])), { fault: "refused by the database" });
    if (one.dialect === "sqlite") await one.script("ROLLBACK").catch(() => {});
    for (const store of [one, other]) await assert.rejects(store.query("SELECT * FROM face_more", []), { fault: "refused by the database" });
    await other.script(script([]));
    assert.deepEqual(await one.query("SELECT name FROM face_more", []), [{ name: "one" }]);
    await one.script("DROP TABLE face_more");
  }],

  ["a statement has as many values as a long list of sessions needs", async ({ one }) => {
    const values = ["texts", "numbers", null, 2 ** 53 - 1, ...Array.from({ length: 1000 }, (_, index) => `many-${index}'$1`)];
    await one.execute("INSERT INTO face_sessions (reference_id, owner) VALUES ($1, $2)", [values.at(-1), "customer:many-values"]);
    const list = Array.from({ length: 1000 }, (_, index) => `$${index + 5}`).join(", ");
    const query = `SELECT owner, presented_at FROM face_sessions WHERE reference_id IN (${list}) AND owner <> $1 AND owner <> $2 AND coalesce(state, $3) IS NULL AND coalesce(created_at, 0) < $4`;
    assert.deepEqual(await one.query(query, values), [{ owner: "customer:many-values", presented_at: null }]);
    assert.equal(await one.execute(`DELETE FROM face_sessions WHERE reference_id IN (${list}) AND owner <> $1 AND owner <> $2 AND coalesce(state, $3) IS NULL AND coalesce(created_at, 0) < $4`, values), 1);
  }],

  ["the database is cleaned up by ordinary statements, and what was read before goes on", async ({ one, other }) => {
    const before = await one.query("SELECT COUNT(*) AS found FROM face_sessions", []);
    // A provider's SQLite has no such statements, and the core does not send them.
    if (one.hosted) return;
    if (one.dialect === "sqlite") {
      await other.query("SELECT COUNT(*) AS found FROM face_sessions", []);
      const [checkpoint] = await one.query("PRAGMA wal_checkpoint(TRUNCATE)", []);
      assert.equal(checkpoint.busy, 0);
      await one.execute("PRAGMA wal_checkpoint(TRUNCATE)", []);
      assert.equal((await one.query("PRAGMA secure_delete", []))[0].secure_delete, 1);
      assert.deepEqual(await other.query("VACUUM", []), []);
    }
    await one.execute("VACUUM", []);
    for (const store of [one, other]) assert.deepEqual(await store.query("SELECT COUNT(*) AS found FROM face_sessions", []), before);
  }],

  ["a refusal of the database is reported by a code, never by its own text", async ({ one, other, row }) => {
    const insert = "INSERT INTO face_sessions (reference_id, owner) VALUES ($1, $2)";
    await one.execute(insert, ["secret-reference", "customer:ada"]);
    const faults = [
      [() => one.execute(insert, ["secret-reference", "customer:ada"]), "unique violation"],
      [() => one.execute("INSERT INTO face_sessions (owner) VALUES ($1)", ["secret-owner"]), "refused by the database"],
      [() => one.query("SELECT secret_column FROM face_sessions WHERE owner = $1", ["secret-owner"]), "refused by the database"],
      [() => one.script("SELECT secret_column FROM face_sessions"), "refused by the database"],
    ];
    for (const [ask, fault] of faults) {
      await assert.rejects(ask(), (error) => {
        assert.equal(error.fault, fault);
        assert.match(error.reason, /^(\d{1,4}|[0-9A-Z]{5}|SQLITE_[A-Z_]+)$/, "the database's own code");
        assert.ok(!/secret/.test(`${error.stack} ${JSON.stringify(error)}`), error.stack);
        return true;
      });
    }
    assert.equal((await row("secret-reference")).owner, "customer:ada", "the store goes on after a fault");
  }],
];

/** Runs every case by the function `test` of a test runner, over the stores that `open` returns. */
export function testStore({ name, open, test, before, after }) {
  const context = { name };
  before(async () => {
    context.one = await open();
    context.other = await open();
    context.row = async (reference) => (await context.one.query("SELECT * FROM face_sessions WHERE reference_id = $1", [reference]))[0];
    await context.one.script(TABLES);
  });
  after(async () => {
    await context.one.close();
    await context.other.close();
  });
  for (const [title, run] of STORE_CASES) test(title, () => run(context));
}
