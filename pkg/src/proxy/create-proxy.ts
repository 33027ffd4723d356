// Makes the proxy: the core, and this side's services for it.

import { coreCaller } from "./core/caller.ts";
import { gated } from "./core/gate.ts";
import type { Core, CoreHost, CoreRequest } from "./core/host.ts";
import { Trapped, instance } from "./core/instance.ts";
import { configError, misconfigured } from "./errors/config-error.ts";
import { stoppedError, toProxyError } from "./errors/proxy-error.ts";
import { post } from "./http/post.ts";
import { toCoreRequest } from "./http/request.ts";
import { toResponse, unavailable } from "./http/response.ts";
import { checkOptions, type CoreSettings } from "./options/check-options.ts";
import type { ProxyOptions } from "./options/options.ts";
import { withoutSlash } from "./options/without-slash.ts";
import { plainReturn } from "./plain-return.ts";
import { property } from "./property.ts";
import type { Proxy } from "./proxy.ts";
import { serverFunctions } from "./server-functions.ts";
import type { Store } from "./stores/store.ts";
import { sqliteStore } from "./stores/sqlite.ts";
import { proxyTables, type Tables } from "./tables.ts";

/** The file of the embedded database, in the folder in which the server was started. */
const EMBEDDED = "ivy.sqlite";

/**
 * Makes the proxy. Throws at once for an option that is missing, wrong or unknown, with a sentence that names it.
 *
 * @throws an `IvyError` with the code `misconfigured`
 *
 * @example
 * ```ts
 * import { createProxy, sqliteStore } from "ivy-data-session/proxy";
 *
 * const customers = new Map([["session=ada", { customerId: "c-1" }]]);
 * const proxy = createProxy({
 *   apiKey: "made-for-tests",
 *   apiUrl: "https://api.sand.getivy.de",
 *   webhookSecret: "made-for-tests-too",
 *   tableSecret: "nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw=", // openssl rand -base64 32
 *   origins: ["https://shop.example"],
 *   store: sqliteStore(":memory:"),
 *   identify: (request) => customers.get(request.headers.get("cookie") ?? "") ?? null,
 *   log: () => {},
 * });
 * const answer = await proxy(new Request("https://shop.example/api/ivy/data/session/list", { method: "POST" }));
 * console.log(answer.status); // 403
 * await proxy.close();
 * ```
 */
export function createProxy(options: ProxyOptions): Proxy {
  if (isPage()) throw configError("createProxy", "it belongs on a server, never into a page: it holds Ivy's API key");
  const checked = checkOptions(options, process.env);
  const { basePath, store = sqliteStore(EMBEDDED), afterPlainReturn: after, plainReturnPaths } = checked;
  const log = quiet(checked.log);
  const warn = (message: string) => log(JSON.stringify({ level: "WARN", message }));

  let settings: CoreSettings = checked.settings;
  const settingsJson = () => JSON.stringify(settings);
  const host = hostOf(store, log, () => tables.prepared());
  const { present, call } = coreCaller(settingsJson, host, warn);
  const tables: Tables = proxyTables({ store, host, settings: settingsJson, sweep: () => call((core) => core.sweep()) });

  const see = (request: Request, address?: string): CoreRequest => {
    if (!isRequest(request)) throw configError("request", "expected a Request; for those of Node's own server there is toNodeListener");
    const mine = instance();
    return gated(toCoreRequest(request, address, checked, warn), () => mine === instance());
  };
  const ask = async <Result>(use: (core: Core) => Promise<Result>): Promise<Result> => {
    try {
      return await call(use);
    } catch (error) {
      if (error instanceof Trapped) throw stoppedError();
      const unusable = tables.unusable();
      throw unusable === undefined ? toProxyError(error) : misconfigured(unusable);
    }
  };
  const handle = async (request: Request, info?: { address?: string | undefined }): Promise<Response> => {
    const incoming = see(request, info?.address);
    if (after && plainReturnPaths.includes(withoutSlash(new URL(request.url).pathname))) {
      return plainReturn(request, { ...functions, after, warn });
    }
    try {
      return toResponse(await call((core) => core.handle(incoming)));
    } catch {
      return unavailable();
    }
  };

  try {
    present();
  } catch (error) {
    // The core's own sentence begins with the option.
    throw misconfigured(String(property(error, "message")));
  }
  const functions = serverFunctions({ see, ask, call, tables, renewed: (secrets) => (settings = { ...settings, ...secrets }) });
  const close = async (): Promise<void> => {
    tables.stop();
    await store.close?.();
  };
  return Object.assign(handle, { basePath, plainReturnPaths: after && plainReturnPaths, close, ...functions });
}

function isPage(): boolean {
  return property(globalThis, "window") !== undefined && property(globalThis, "document") !== undefined;
}

function isRequest(request: unknown): boolean {
  return typeof property(request, "url") === "string" && typeof property(property(request, "headers"), "get") === "function";
}

/** Returns a log that throws no error: a log that cannot be written keeps nobody from being answered. */
function quiet(log: (line: string) => void): (line: string) => void {
  return (line) => {
    try {
      log(line);
    } catch {
      // The line is lost.
    }
  };
}

/** Returns the runtime services of the core. Statements wait until the tables are up to date. */
function hostOf(store: Store, log: (line: string) => void, prepared: () => Promise<void>): CoreHost {
  return {
    now: () => Date.now(),
    log,
    post,
    sqlite: store.dialect === "sqlite",
    script: async (sql) => store.script(sql),
    execute: async (sql, values) => {
      await prepared();
      return store.execute(sql, values);
    },
    query: async (sql, values) => {
      await prepared();
      return store.query(sql, values);
    },
  };
}
