/**
 * The table of sessions in PostgreSQL.
 */
import { faulty } from "../errors/fault.js";
import { installed } from "./optional-package.js";
import { connection } from "./postgres-url.js";
import { refusal } from "../errors/config-error.js";
import { checkValues, number } from "./values.js";

/** Enough for one proxy: each request holds a connection for one statement at a time. */
const CONNECTIONS = 8;
const ACQUIRE_MS = 5000;

/** The types of whole numbers, by PostgreSQL's own numbers: int8, int2, int4. */
const WHOLE = [20, 21, 23];

const UNIQUE_VIOLATION = "23505";

/** PostgreSQL's codes of errors. */
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** Each value comes as text, whatever the merchant's program has told `pg` to make of a type. */
const types = { getTypeParser: () => String };

/** See proxy.d.ts. */
export function postgresStore(place) {
  const isPool = typeof place?.query === "function";
  if (!isPool && !(typeof place === "string" && /^postgres(ql)?:\/\//.test(place))) {
    throw refusal("postgresStore", "expected a URL that begins with postgres://, or a Pool of pg");
  }
  const pool = isPool ? place : open(place);
  return {
    dialect: "postgres",
    execute: async (sql, values) => (await ask(pool, sql, values)).rowCount ?? 0,
    query: async (sql, values) => {
      const { rows, fields } = await ask(pool, sql, values);
      const whole = fields.filter(({ dataTypeID }) => WHOLE.includes(dataTypeID)).map(({ name }) => name);
      return rows.map((given) => {
        const row = { ...given };
        for (const name of whole) if (row[name] !== null) row[name] = number(row[name]);
        return row;
      });
    },
    // Without values it may be several statements, which are one transaction.
    script: async (sql) => void (await answered(pool.query(sql))),
    close: async () => {
      if (!isPool) await pool.end();
    },
  };
}

function open(place) {
  const options = connection(place, process.env);
  const pg = installed("pg")?.exported;
  if (!pg) throw refusal("postgresStore", "install pg, or give a Pool");
  let pool;
  try {
    pool = new pg.Pool({ ...options, max: CONNECTIONS, connectionTimeoutMillis: ACQUIRE_MS });
  } catch {
    throw refusal("postgresStore", "the URL cannot be read");
  }
  // A connection that ends while nobody uses it would end the process; the next statement gets another one.
  pool.on("error", () => {});
  return pool;
}

async function ask(pool, text, values) {
  checkValues(values);
  return answered(pool.query({ text, values: [...values], types }));
}

/** The driver's own text may quote a value. */
async function answered(asked) {
  try {
    return await asked;
  } catch (error) {
    const code = String(error?.code ?? "");
    if (code === UNIQUE_VIOLATION) throw faulty("unique violation", code);
    if (SQLSTATE.test(code) && code !== "EPIPE") throw faulty("refused by the database", code);
    throw faulty("io", isOfTls(error, code) ? "tls" : /^[A-Z]{3,20}$/.exec(code)?.[0]);
  }
}

/** Returns true if the server offers no TLS, or no certificate that can be verified. */
function isOfTls(error, code) {
  return /CERT|SSL|TLS|ISSUER|SIGNATURE/.test(code) || error?.message === "The server does not support SSL connections";
}
