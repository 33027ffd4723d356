// The module that a page gets if it imports the proxy: it throws a sentence.

const refuse = (): never => {
  throw new Error("ivy-data-session/proxy belongs on a server, never into a page: it holds Ivy's API key");
};

export {
  refuse as attachProxy,
  refuse as createProxy,
  refuse as d1Store,
  refuse as libsqlStore,
  refuse as neonStore,
  refuse as pgliteStore,
  refuse as postgresJsStore,
  refuse as postgresStore,
  refuse as returnNonce,
  refuse as setServerTimeouts,
  refuse as sqliteStore,
  refuse as toFastifyPlugin,
  refuse as toKoaMiddleware,
  refuse as toNodeListener,
};

refuse();
