// A database of SQLite in a separate thread. The drivers are synchronous, and neither another connection's lock, nor a
// long statement, nor a slow disk may stop the server's event loop.

import { Worker } from "node:worker_threads";
import { faultError } from "../errors/fault.ts";
import type { BoundValue, SqliteConnection } from "./sqlite-connection.ts";

/** The data with which the thread starts. */
export type ThreadData = {
  /** The name by which `require` finds the driver. */
  driver: string;
  /** The path of the database. */
  file: string;
  /** The statements that prepare a connection. */
  setup: readonly string[];
  /** The time for which the preparation waits for another connection's lock, in milliseconds. */
  busyMs: number;
};

/** A request to the thread, which answers each one by one {@link Result}. */
type Mode = "run" | "all" | "script" | "close";

/** The thread's message about one request. */
type Result = {
  id: number;
  /** The result, if `code` is missing. */
  result?: unknown;
  /** The driver's code of an error. */
  code?: string | number;
};

/** The functions that settle the promise of a request. */
type Waiting = { resolve(result: unknown): void; reject(error: Error): void };

/**
 * The thread's program. It is a text because bundlers move files and rewrite functions: a text arrives unchanged in every
 * bundle. Each message is answered by one message.
 */
const PROGRAM = `
const { parentPort, workerData } = require("node:worker_threads");
const { driver, file, setup, busyMs } = workerData;
// Node warns about its own module in the main thread already.
process.removeAllListeners("warning");
const exported = require(driver);
const Database = exported.DatabaseSync ?? (typeof exported === "function" ? exported : exported.Database);
const statements = new Map();
let database;
const codeOf = (error) => error.errcode ?? error.code ?? "unknown";
const isBusy = (code) => typeof code === "number" ? (code & 255) === 5 : code.startsWith("SQLITE_BUSY");
const prepare = () => {
  const opened = new Database(file);
  try {
    for (const line of setup) opened.exec(line);
    return opened;
  } catch (error) {
    opened.close();
    throw error;
  }
};
const open = () => {
  // Switching to the write-ahead log fails at once if another connection holds a lock, whatever the busy timeout is.
  for (const end = performance.now() + busyMs; ; Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)) {
    try {
      return prepare();
    } catch (error) {
      if (!isBusy(codeOf(error)) || performance.now() >= end) throw error;
    }
  }
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
  if (mode === "script") return script(sql);
  let statement = statements.get(sql);
  if (!statement) statements.set(sql, (statement = database.prepare(sql)));
  if (mode === "all") return statement.all(...values);
  return statement.reader ? statement.all(...values).length : statement.run(...values).changes;
};
parentPort.on("message", (message) => {
  try {
    parentPort.postMessage({ id: message.id, result: perform(message) });
  } catch (error) {
    parentPort.postMessage({ id: message.id, code: codeOf(error) });
  }
  if (message.mode === "close") parentPort.close();
});
`;

/**
 * Returns a connection in a thread. The thread starts when the connection is used first, and again if it has died. Errors
 * have the driver's `code` alone.
 */
export function sqliteThread(workerData: ThreadData): SqliteConnection {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let last = 0;
  let isClosed = false;

  const start = (): Worker => {
    // The flags of the server's own program, such as --input-type, are not for this one.
    const started = new Worker(PROGRAM, { eval: true, execArgv: [], name: "ivy-sqlite", workerData });
    started.on("message", settle);
    started.on("error", () => {});
    started.on("exit", () => {
      worker = undefined;
      const ended = [...waiting.values()];
      waiting.clear();
      for (const { reject } of ended) reject(faultError("io"));
    });
    return started;
  };
  const settle = ({ id, result, code }: Result): void => {
    const request = waiting.get(id);
    waiting.delete(id);
    // An idle thread does not keep the process running.
    if (waiting.size === 0) worker?.unref();
    if (code === undefined) request?.resolve(result);
    else request?.reject(Object.assign(new Error("sqlite"), { code }));
  };
  const send = (mode: Mode, sql: string, values: readonly BoundValue[]): Promise<unknown> => {
    const running = (worker ??= start());
    running.ref();
    return new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      running.postMessage({ id: last, mode, sql, values });
    });
  };
  const perform = async (mode: Mode, sql: string, values: readonly BoundValue[]): Promise<unknown> => {
    if (isClosed) throw faultError("io");
    return send(mode, sql, values);
  };

  return {
    // The thread's program returns what the mode says.
    run: async (sql, values) => (await perform("run", sql, values)) as number | bigint,
    all: async (sql, values) => (await perform("all", sql, values)) as unknown[],
    script: async (sql) => {
      await perform("script", sql, []);
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      if (worker) await send("close", "", []);
    },
  };
}
