/**
 * The proxy: the core, and what it may ask of the merchant's program.
 */
import { clearInterval, setInterval } from "node:timers";
import { ivyError } from "../errors.js";
import { toResponse, unavailable } from "./http/response.js";
import { asked } from "./http/request.js";
import { days, members, moment, oneOrMore, said, text, texts } from "./options/checks.js";
import { Trapped, gated, instance, makeCore, run } from "./core/instance.js";
import { customer } from "./options/customer.js";
import { checkOptions, refusePublicNames } from "./options/check-options.js";
import { post } from "./http/post.js";
import { refusal } from "./errors/config-error.js";
import { sqliteStore } from "./stores/sqlite.js";
import { starting } from "./stores/start-report.js";

/** The problem with a choice as the first version's pages make it: by the account's position. */
const OLDER_PAGE = "missing; expected that of the chosen account; a page that sends none is older than this proxy, update ivy-data-session in it";

/** The file of the embedded database, in the folder in which the server was started. */
const EMBEDDED = "ivy.sqlite";

/** How the core's sentence begins if the database has not answered. */
const NO_ANSWER = "store: tables cannot be made";

/** The time between two sweeps of the tables, in milliseconds. */
const SWEEP_EVERY_MS = 10 * 60 * 1000;

/** See proxy.d.ts. */
export function createProxy(given) {
  if (typeof window !== "undefined" && typeof document !== "undefined") {
    throw refusal("createProxy", "it belongs on a server, never into a page: it holds Ivy's API key");
  }
  const options = checkOptions(given, process.env);
  const { store = sqliteStore(EMBEDDED) } = options;
  let settings = JSON.stringify(options.settings);
  const log = (line) => {
    try {
      options.log(line);
    } catch {
      // A log that cannot be written keeps nobody from being answered.
    }
  };
  const warn = (message) => log(JSON.stringify({ level: "WARN", message }));

  const host = {
    now: () => Date.now(),
    log,
    post,
    sqlite: store.dialect === "sqlite",
    script: async (sql) => store.script(sql),
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
  /** The sentence that says why this program cannot work with the tables. */
  let unusable;
  let sweeping;
  const startSweeping = () => {
    // A fault is in the log, and the next sweep comes.
    sweeping ??= setInterval(() => call((core) => core.sweep()).catch(() => {}), SWEEP_EVERY_MS).unref();
  };
  /** Brings the tables up to date before the first statement. What fails is tried again by the next request. */
  const prepared = () => (preparing ??= prepare());
  const prepare = async () => {
    const { sentence, ...plain } = starting(store);
    try {
      await run(() => makeCore(settings, { ...host, ...plain }).prepare());
      unusable = undefined;
      startSweeping();
    } catch (error) {
      preparing = undefined;
      if (!(error instanceof Trapped)) {
        const isAway = error.message.startsWith(NO_ANSWER);
        log(JSON.stringify(isAway ? { level: "WARN", message: sentence() } : { level: "ERROR", message: error.message }));
        // A database that does not answer will; what the tables hold stays as it is.
        unusable = isAway ? undefined : error.message;
      }
      throw error;
    }
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
      if (unusable !== undefined) throw ivyError("misconfigured", unusable);
      throw refused(error);
    }
  };

  const seen = (request, address) => {
    if (typeof request?.url !== "string" || typeof request.headers?.get !== "function") {
      throw refusal("request", "expected a Request; for those of Node's own server there is toNodeListener");
    }
    const mine = instance();
    return gated(asked(request, address, options, warn), () => mine === instance());
  };

  const proxy = async (request, info) => {
    const incoming = seen(request, info?.address);
    try {
      return toResponse(await call((core) => core.handle(incoming)));
    } catch {
      return unavailable();
    }
  };

  try {
    present();
  } catch (error) {
    // The core's own sentence, which begins with the option.
    throw ivyError("misconfigured", error.message);
  }
  return Object.assign(proxy, {
    basePath: options.basePath,
    checkListPath: () => ask((core) => core.checkListPath()),
    health: async () => JSON.parse(await ask((core) => core.health())),
    metrics: () => ask((core) => core.metrics()),
    hasReleased: async (request) => {
      const incoming = seen(request);
      return ask((core) => core.hasReleased(incoming));
    },
    releaseAccount: async (request, { sessionId, handle, wanted }) => {
      const incoming = seen(request);
      const id = said(sessionId, "sessionId");
      if (handle === undefined) throw refusal("releaseAccount: handle", OLDER_PAGE);
      const of = said(handle, "handle");
      const json = JSON.stringify(checkWanted(wanted, "wanted"));
      return JSON.parse(await ask((core) => core.releaseAccount(incoming, id, of, json)));
    },
    checkFormPost: async (request) => checkPost(request, true),
    checkJsonPost: async (request) => checkPost(request, false),
    presentNonce: async (post, given) => {
      const { request, isForm } = posted(post);
      const incoming = seen(request);
      const nonce = said(given, "nonce");
      return login(await ask((core) => core.presentNonce(incoming, isForm, nonce)));
    },
    login: async (post, given) => {
      const { request, isForm } = posted(post);
      const incoming = seen(request);
      const referenceId = said(given, "referenceId");
      return login(await ask((core) => core.login(incoming, isForm, referenceId)));
    },
    endGuest: async (request) => {
      const incoming = seen(request);
      return ask((core) => core.endGuest(incoming));
    },
    exportCustomer: async (given) => {
      const json = customer(given, "exportCustomer");
      return JSON.parse(await ask((core) => core.exportCustomer(json)));
    },
    reassignCustomer: async (from, to) => {
      const ids = [text(from, "reassignCustomer: from"), text(to, "reassignCustomer: to")];
      return ask((core) => core.reassignCustomer(...ids));
    },
    lockBefore: async (given) => {
      const seconds = moment(given, "lockBefore");
      return ask((core) => core.lockBefore(seconds));
    },
    sweep: () => ask((core) => core.sweep()),
    renew: async (given) => {
      const secrets = checkSecrets(given, "renew");
      refusePublicNames(secrets, process.env);
      await prepared();
      try {
        await call((core) => core.renew(JSON.stringify(secrets)));
      } catch (error) {
        if (error instanceof Trapped) throw refused({ code: "proxy_unavailable", status: 503, retryAfter: 1 });
        throw ivyError("misconfigured", error.message);
      }
      // A core that is made anew after a trap starts with them.
      settings = JSON.stringify({ ...JSON.parse(settings), ...secrets });
    },
    forgetCustomer: async (given) => {
      const json = customer(given, "forgetCustomer");
      return ask((core) => core.forgetCustomer(json));
    },
    close: async () => {
      clearInterval(sweeping);
      await store.close?.();
    },
  });

  /** Checks where a post came from; gives what alone can present a nonce. */
  async function checkPost(request, isForm) {
    const incoming = seen(request);
    await ask((core) => core.checkPost(incoming, isForm));
    const post = Object.freeze({ request });
    checkedPosts.set(post, { request, isForm });
    return post;
  }
}

/** The posts that were checked. */
const checkedPosts = new WeakMap();

/** @returns {{request: Request, isForm: boolean}} */
function posted(post) {
  const known = checkedPosts.get(post);
  if (!known) throw refusal("presentNonce", "expected what checkFormPost or checkJsonPost gives; a GET must not present a nonce");
  return known;
}

const checkSecrets = members({ apiKey: text, webhookSecret: oneOrMore, tableSecret: oneOrMore });

const checkWanted = members({ required: texts, maxAgeDays: days }, ["required"]);

/** What became of a login, without what is not there. */
function login(json) {
  return Object.fromEntries(Object.entries(JSON.parse(json)).filter(([, value]) => value !== null));
}

/** What the core refused, as an error of this package. */
function refused({ code, status, retryAfter }) {
  if (code === undefined) return ivyError("proxy_unavailable", "the proxy could not do it; its log says why");
  const error = ivyError(code, `the proxy refused: ${code}`, { status });
  return retryAfter === undefined ? error : Object.assign(error, { retryAfter });
}
