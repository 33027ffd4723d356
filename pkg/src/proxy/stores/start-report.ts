// The report of a store whose tables cannot be made. It names the database's own code, so that a missing database, table
// or permission can be told apart. Later faults are logged without a code.

import { property } from "../property.ts";
import { adviceFor, isLasting } from "./advice.ts";
import type { Store } from "./store.ts";

/** A store that notes why its last statement failed. */
export type ReportingStore = Pick<Store, "execute" | "query" | "script"> & {
  /** Returns the sentence for the log, and true if waiting does not help. */
  report(): { sentence: string; isLasting: boolean };
};

/** The form of a code: an SQLSTATE, a number of SQLite, an error of the system. Such a code quotes nothing. */
const CODE = /^\w{1,40}$/;

/** Wraps a store for the time in which its tables are brought up to date. */
export function reporting(store: Store): ReportingStore {
  let reason = "other";
  const noting = async <Result>(run: () => Promise<Result>): Promise<Result> => {
    try {
      return await run();
    } catch (error) {
      const code = String(property(error, "reason") ?? "");
      reason = CODE.test(code) ? code : "other";
      throw error;
    }
  };
  return {
    execute: (sql, values) => noting(() => store.execute(sql, values)),
    query: (sql, values) => noting(() => store.query(sql, values)),
    script: (sql) => noting(() => store.script(sql)),
    report: () => ({ sentence: `store: the tables cannot be made (${reason})${adviceFor(reason)}`, isLasting: isLasting(reason) }),
  };
}
