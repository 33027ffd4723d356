/**
 * What a page gets that imports the proxy: a sentence.
 */
const refuse = () => {
  throw new Error("ivy-data-session/proxy belongs on a server, never into a page: it holds Ivy's API key");
};

export { refuse as createProxy, refuse as postgresStore, refuse as setServerTimeouts, refuse as sqliteStore, refuse as toNodeListener };

refuse();
