/**
 * A database of SQLite in a thread of its own: the drivers are synchronous, and neither another connection's lock, nor a
 * long statement, nor a slow disk may stop the server's event loop.
 */
import { Worker } from "node:worker_threads";
import { faulty } from "../errors/fault.js";

/**
 * The thread's program. It is a text because bundlers move files and rewrite functions: a text arrives as it is in every
 * bundle. Each message is answered by one message.
 */
const PROGRAM = `
const { parentPort, workerData } = require("node:worker_threads");
const { driver, file, setup } = workerData;
// Node warns of its own module in the main thread already.
process.removeAllListeners("warning");
const exported = require(driver);
const Database = exported.DatabaseSync ?? exported;
const statements = new Map();
let database;
const open = () => {
  const opened = new Database(file);
  for (const line of setup) opened.exec(line);
  return opened;
};
const script = (sql) => {
  try {
    database.exec(sql);
  } catch (error) {
    if (/^\\s*BEGIN\\b/i.test(sql)) rollBack();
    throw error;
  }
};
const rollBack = () => {
  try {
    database.exec("ROLLBACK");
  } catch {
    // The transaction had not begun, or SQLite has rolled it back.
  }
};
const perform = ({ mode, sql, values }) => {
  if (mode === "close") return database?.close();
  database ??= open();
  if (mode === "exec") return script(sql);
  let statement = statements.get(sql);
  if (!statement) statements.set(sql, (statement = database.prepare(sql)));
  if (mode === "all") return statement.all(...values);
  return statement.reader ? statement.all(...values).length : statement.run(...values).changes;
};
parentPort.on("message", (message) => {
  try {
    parentPort.postMessage({ id: message.id, result: perform(message) });
  } catch (error) {
    parentPort.postMessage({ id: message.id, code: error.errcode ?? error.code ?? "unknown" });
  }
  if (message.mode === "close") parentPort.close();
});
`;

/**
 * Starts the thread when it is used first, and again if it has died.
 *
 * @param {{driver: string, file: string, setup: readonly string[]}} workerData `driver` is what `require` takes
 */
export function sqliteThread(workerData) {
  const waiting = new Map();
  let worker;
  let last = 0;
  let isClosed = false;

  const start = () => {
    // The flags of the server's own program, such as --input-type, are not for this one.
    const started = new Worker(PROGRAM, { eval: true, execArgv: [], name: "ivy-sqlite", workerData });
    started.on("message", ({ id, result, code }) => {
      const { resolve, reject } = waiting.get(id);
      forget(id);
      if (code === undefined) resolve(result);
      else reject(Object.assign(new Error("sqlite"), { code }));
    });
    started.on("error", () => {});
    started.on("exit", () => {
      worker = undefined;
      const ended = [...waiting.values()];
      waiting.clear();
      for (const { reject } of ended) reject(faulty("io"));
    });
    return started;
  };
  const forget = (id) => {
    waiting.delete(id);
    // An idle thread does not keep the process running.
    if (waiting.size === 0) worker?.unref();
  };
  const ask = (mode, sql, values) => {
    worker ??= start();
    worker.ref();
    return new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      worker.postMessage({ id: last, mode, sql, values });
    });
  };

  return {
    /**
     * Runs a statement (`run`: gives the number of changed rows; `all`: gives the rows) or a script (`exec`).
     *
     * @param {"run" | "all" | "exec"} mode
     * @param {string} sql
     * @param {readonly any[]} values
     * @returns {Promise<any>} rejects with the driver's `code` alone
     */
    perform: async (mode, sql, values) => {
      if (isClosed) throw faulty("io");
      return ask(mode, sql, values);
    },
    /** Waits for the statements that were asked for before, and closes the database. */
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      if (worker) await ask("close", "", []);
    },
  };
}
