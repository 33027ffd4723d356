// A store of the proxy whose statements run in another process (`store-server.mjs`).

/** Returns the store. `send` takes a body and returns the `Response`. */
export function remoteStore(dialect, send) {
  const run = async (kind, sql, values) => {
    const { result, error } = await (await send(JSON.stringify({ kind, sql, values }))).json();
    if (error) throw Object.assign(new Error("the statement failed"), error);
    return result;
  };
  return {
    dialect,
    execute: (sql, values) => run("execute", sql, values),
    query: (sql, values) => run("query", sql, values),
    script: (sql) => run("script", sql),
  };
}
