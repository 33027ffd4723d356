// Makes the proxy: the core, and the services of the runtime for it.

import { coreCaller } from "./core/caller.ts";
import { gated } from "./core/gate.ts";
import type { Core, CoreHost, CoreRequest } from "./core/host.ts";
import { Trapped, instance, setWasm } from "./core/instance.ts";
import { configError, inFunction, misconfigured, wrongKind } from "./errors/config-error.ts";
import { stoppedError, toProxyError } from "./errors/proxy-error.ts";
import { toCoreRequest } from "./http/request.ts";
import { toResponse, unavailable } from "./http/response.ts";
import { checkOptions, type CheckedOptions, type CoreSettings } from "./options/check-options.ts";
import type { ProxyOptions } from "./options/options.ts";
import { withoutSlash } from "./options/without-slash.ts";
import { plainReturn } from "./plain-return.ts";
import { property } from "./property.ts";
import type { Proxy, RequestInfo } from "./proxy.ts";
import type { Runtime } from "./runtime.ts";
import { serverFunctions } from "./server-functions.ts";
import type { Store } from "./stores/store.ts";
import { proxyTables, type Tables } from "./tables.ts";

/**
 * Makes a proxy in a runtime.
 *
 * @throws an `IvyError` with the code `misconfigured`, and with a sentence that names the option
 */
export function makeProxy(options: ProxyOptions, runtime: Runtime): Proxy {
  if (isPage()) throw configError("createProxy", "called in a page; expected a server, since it holds Ivy's API key");
  setWasm(runtime.wasm);
  const checked = inFunction("createProxy", () => checkOptions(options, runtime.environment));
  const { basePath, store = runtime.defaultStore(), afterPlainReturn: after, plainReturnPaths } = checked;
  const log = quiet(checked.log);
  const warn = (message: string) => log(JSON.stringify({ level: "WARN", message }));

  let settings: CoreSettings = checked.settings;
  const settingsJson = () => JSON.stringify(settings);
  const host = hostOf(runtime.post, store, log, checked.recall, () => tables.prepared());
  const caller = coreCaller(settingsJson, host, warn);
  const call = <Result>(use: (core: Core) => Promise<Result>): Promise<Result> => kept(caller.call(use), runtime.keepAlive);
  const tables: Tables = proxyTables({ store, host, runtime, settings: settingsJson, sweep: () => call((core) => core.sweep()) });

  const see = (request: Request, address?: string): CoreRequest => {
    if (!isRequest(request)) throw wrongKind("request", request, "a Request; use toNodeListener for those of Node's own server");
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
  const handle = async (request: Request, info?: RequestInfo): Promise<Response> => {
    const incoming = see(request, info?.address);
    if (after && plainReturnPaths.includes(withoutSlash(new URL(request.url).pathname))) {
      return plainReturn(request, { ...functions, after, warn });
    }
    const responding = call((core) => core.handle(incoming));
    if (info?.waitUntil) kept(responding, (work) => info.waitUntil?.(work));
    try {
      return toResponse(await responding);
    } catch {
      return unavailable();
    }
  };

  try {
    caller.present();
  } catch (error) {
    if (property(error, "code") === "misconfigured") throw error;
    // The core's own sentence begins with the option.
    throw configError("createProxy", String(property(error, "message")));
  }
  const functions = serverFunctions({ see, ask, call, tables, environment: runtime.environment, renewed: (secrets) => (settings = { ...settings, ...secrets }) });
  const close = async (): Promise<void> => {
    tables.stop();
    await store.close?.();
  };
  return Object.assign(handle, { basePath, plainReturnPaths: after && plainReturnPaths, close, ...functions });
}

/** Hands work over to the platform, which gets a promise that does not reject. Returns the work. */
function kept<Result>(work: Promise<Result>, keepAlive: (work: Promise<unknown>) => void): Promise<Result> {
  keepAlive(work.catch(() => {}));
  return work;
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
function hostOf(
  post: Runtime["post"],
  store: Store,
  log: (line: string) => void,
  recall: CheckedOptions["recall"],
  prepared: () => Promise<void>,
): CoreHost {
  return {
    now: () => Date.now(),
    log,
    post,
    sqlite: store.dialect === "sqlite",
    hosted: store.hosted === true,
    asksRecall: recall !== undefined,
    recall: async () => recall?.(),
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
