// A stand-in for Neon's SQL over HTTP, before a PostgreSQL of this machine. The driver's requests and responses have the form
// that `@neondatabase/serverless` sends and reads.

import { once } from "node:events";
import http from "node:http";
import pg from "pg";

/** Values as PostgreSQL writes them. */
const types = { getTypeParser: () => String };

/** Starts the server. Returns its URL and a function that ends it. */
export async function neonServer(database) {
  const pool = new pg.Pool({ connectionString: database, max: 8 });
  pool.on("error", () => {});
  const server = http.createServer(async (request, response) => {
    const send = (status, body) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    try {
      const parts = await request.toArray();
      const body = JSON.parse(Buffer.concat(parts).toString());
      if (request.url !== "/sql" || request.headers["neon-raw-text-output"] !== "true") return send(404, { message: "not found" });
      const isArray = request.headers["neon-array-mode"] === "true";
      return send(200, body.queries ? { results: await transaction(pool, body.queries, isArray) } : await run(pool, body, isArray));
    } catch ({ message, code, severity }) {
      return send(400, { message, code, severity });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}/sql`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await pool.end();
    },
  };
}

async function run(client, { query, params }, isArray) {
  const { command, rowCount, fields, rows } = await client.query({ text: query, values: params, types, rowMode: "array" });
  const byName = (row) => Object.fromEntries(fields.map(({ name }, index) => [name, row[index]]));
  return { command, rowCount, fields, rows: isArray ? rows : rows.map(byName), rowAsArray: isArray };
}

async function transaction(pool, queries, isArray) {
  const client = await pool.connect();
  client.on("error", () => {});
  try {
    await client.query("BEGIN");
    const results = [];
    for (const query of queries) results.push(await run(client, query, isArray));
    await client.query("COMMIT");
    client.release();
    return results;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    client.release(error);
    throw error;
  }
}
