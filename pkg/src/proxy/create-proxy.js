/**
 * The proxy: the core, and what it may ask of the merchant's program.
 */
import { ivyError } from "../errors.js";
import { toResponse, unavailable } from "./answer.js";
import { asked } from "./asked.js";
import { texts, whole } from "./checks.js";
import { Trapped, gated, instance, makeCore, run } from "./instance.js";
import { checkOptions } from "./options.js";
import { post } from "./post.js";
import { refusal } from "./refuse.js";

/** See proxy.d.ts. */
export function createProxy(given) {
  if (typeof window !== "undefined" && typeof document !== "undefined") {
    throw refusal("createProxy", "it belongs on a server, never into a page: it holds Ivy's API key");
  }
  const options = checkOptions(given, process.env);
  const { store, log } = options;
  const settings = JSON.stringify(options.settings);
  const warn = (message) => log(JSON.stringify({ level: "WARN", message }));

  const host = {
    now: () => Date.now(),
    log,
    post,
    sqlite: store.dialect === "sqlite",
    script: store.script,
    execute: async (sql, values) => (await prepared(), store.execute(sql, values)),
    query: async (sql, values) => (await prepared(), store.query(sql, values)),
  };

  let core;
  let madeIn;
  /** The core in the present instance; another one after a trap. */
  const present = () => {
    if (madeIn !== instance()) [core, madeIn] = [makeCore(settings, host), instance()];
    return core;
  };

  let preparing;
  /** Brings the tables up to date before the first statement. What fails is tried again by the next request. */
  const prepared = () => {
    preparing ??= run(() => makeCore(settings, { ...host, execute: store.execute, query: store.query }).migrate()).catch((error) => {
      preparing = undefined;
      throw error;
    });
    return preparing;
  };

  /** Calls the core. */
  const call = async (use) => {
    try {
      return await run(() => use(present()));
    } catch (error) {
      if (error instanceof Trapped) warn("the core stopped unexpectedly; the request is answered with 503, the next one by a new core");
      throw error;
    }
  };

  /** Calls the core for the shop's own server. */
  const ask = async (use) => {
    try {
      return await call(use);
    } catch (error) {
      if (error instanceof Trapped) throw refused({ code: "proxy_unavailable", status: 503, retryAfter: 1 });
      throw refused(error);
    }
  };

  const seen = (request, address) => {
    const mine = instance();
    return gated(asked(request, address, options, warn), () => mine === instance());
  };

  const proxy = async (request, { address } = {}) => {
    try {
      return toResponse(await call((core) => core.handle(seen(request, address))));
    } catch {
      return unavailable();
    }
  };

  present();
  return Object.assign(proxy, {
    basePath: options.basePath,
    checkListPath: () => ask((core) => core.checkListPath()),
    hasReleased: (request) => ask((core) => core.hasReleased(seen(request))),
    releaseAccount: async (request, { sessionId, accountIndex, wanted }) => {
      if (!Number.isInteger(accountIndex) || accountIndex < 0) throw refusal("accountIndex", "expected a whole number from 0");
      const { required, maxAgeDays } = wanted;
      const json = JSON.stringify({ required: texts(required, "wanted.required"), maxAgeDays: maxAgeDays && whole(maxAgeDays, "wanted.maxAgeDays") });
      return JSON.parse(await ask((core) => core.releaseAccount(seen(request), String(sessionId), accountIndex, json)));
    },
    presentNonce: async (request, nonce) => JSON.parse(await ask((core) => core.presentNonce(seen(request), String(nonce)))),
    login: async (request, referenceId) => JSON.parse(await ask((core) => core.login(seen(request), String(referenceId)))),
    forgetCustomer: (customerId) => ask((core) => core.forgetCustomer(String(customerId))),
    close: async () => void (await store.close?.()),
  });
}

/** What the core refused, as an error of this package. */
function refused({ code = "internal", status, retryAfter }) {
  const error = ivyError(code, "the proxy does not release this", { status });
  return retryAfter === undefined ? error : Object.assign(error, { retryAfter });
}
