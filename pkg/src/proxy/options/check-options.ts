// Checks the forms of the options of createProxy. The core checks their meaning.

import { configError, wrongKind } from "../errors/config-error.ts";
import { property } from "../property.ts";
import { hasFunctions, wrongStore } from "../stores/recognize.ts";
import type { Store } from "../stores/store.ts";
import { booleanOrHook, byName, hook, members, moment, oneOf, oneOrMore, someOf, text, texts, whole, type Check } from "./checks.ts";
import type { ProxyOptions } from "./options.ts";
import { refusePublicNames } from "./public-names.ts";
import { withoutSlash } from "./without-slash.ts";

/** The options that stay on this side. */
type HostOptions = "identify" | "referenceId" | "store" | "log" | "basePath" | "afterPlainReturn";

/** The options that {@link checkOptions} converts. */
type Converted = "recall" | "webhookSecret" | "tableSecret" | "trustSessionsBefore" | "callbackUrls";

/** The options that the core takes, as JSON. */
export type CoreSettings = Omit<ProxyOptions, HostOptions | Converted> & {
  webhookSecret: string[];
  tableSecret: string[];
  /** Left out if a function says it. */
  recall?: boolean;
  /** Seconds since 1970. */
  trustSessionsBefore?: number;
  callbackUrls: { return: string; plainReturn: string; result: string };
};

/** Options with their defaults. */
export type CheckedOptions = {
  identify: ProxyOptions["identify"];
  referenceId: ProxyOptions["referenceId"];
  store: Store | undefined;
  log: (line: string) => void;
  basePath: string;
  afterPlainReturn: ProxyOptions["afterPlainReturn"];
  /** The paths of the return pages for logins without JavaScript. */
  plainReturnPaths: string[];
  /** The function that says if recall is on. */
  recall: (() => boolean | Promise<boolean>) | undefined;
  settings: CoreSettings;
};

/** The path of the routes, if the options name none. */
const BASE_PATH = "/api/ivy";

/** The path of the return page without JavaScript, if the options name none. */
const PLAIN_RETURN = "/plain/return";

/** The base of a default. Only the path is read. */
const ANY_ORIGIN = "https://shop.example";

const rate = members({ burst: whole, perMinute: whole }, ["burst", "perMinute"]);

const options = members(
  {
    apiKey: text,
    apiUrl: text,
    identify: hook<ProxyOptions["identify"]>,
    store,
    origins: texts,
    webhookSecret: oneOrMore,
    referenceId: hook<NonNullable<ProxyOptions["referenceId"]>>,
    callbackUrls: members({ return: text, plainReturn: text, result: text }),
    returnUrls: byName(members({ return: text, plainReturn: text })),
    afterPlainReturn: hook<NonNullable<ProxyOptions["afterPlainReturn"]>>,
    tableSecret: oneOrMore,
    recall: booleanOrHook<() => boolean | Promise<boolean>>,
    trustSessionsBefore: moment,
    pageFields: someOf("balances", "transactions", "metadata"),
    retentionDays: members({ abandoned: whole, guests: whole, customers: whole }),
    log: hook<NonNullable<ProxyOptions["log"]>>,
    basePath,
    listBy: oneOf("auto", "referenceId", "email", "phone"),
    loginEnvironment: oneOf("production", "sandbox", "local"),
    loginHosts: texts,
    paths: members({ create: text, details: text, list: text }),
    addressHeader: text,
    trustedHops: whole,
    limits: members({
      pageBody: whole,
      callbackBody: whole,
      answer: whole,
      bodyDeadlineMs: whole,
      perOwner: rate,
      perAddress: rate,
      callbacksPerAddress: rate,
      createsPerOwner: whole,
      createsPerAddress: whole,
      requestsInFlight: whole,
      bufferedBytes: whole,
      ivyInFlight: whole,
      breakerFailures: whole,
      breakerOpenMs: whole,
    }),
    deadlines: members({ connectMs: whole, createMs: whole, readMs: whole }),
    extraFields: texts,
    extraPermissions: texts,
  } satisfies Record<keyof ProxyOptions, Check<unknown>>,
  ["apiKey", "apiUrl", "identify", "origins", "tableSecret", "webhookSecret"],
);

/**
 * Checks the options of createProxy and adds the defaults.
 *
 * @param environment the variables of this program
 * @throws a sentence that names the option
 */
export function checkOptions(given: unknown, environment: Readonly<Record<string, string | undefined>>): CheckedOptions {
  const { identify, referenceId, store, log = console.log, basePath = BASE_PATH, afterPlainReturn, recall, ...others } = options(given, "");
  const settings = typeof recall === "boolean" ? { ...others, recall } : others;
  const [origin] = settings.origins;
  if (origin === undefined) throw configError("origins", "empty; expected at least one origin, such as https://shop.example");
  refusePublicNames(settings, environment);
  const callbackUrls = {
    return: `${origin}/return`,
    plainReturn: origin + PLAIN_RETURN,
    result: `${origin}${basePath}/callback`,
    ...settings.callbackUrls,
  };
  const plainReturnPaths = plainReturns(callbackUrls.plainReturn, settings.returnUrls);
  return {
    identify,
    referenceId,
    store,
    log,
    basePath,
    afterPlainReturn,
    plainReturnPaths,
    recall: typeof recall === "function" ? recall : undefined,
    settings: { ...settings, callbackUrls },
  };
}

/** Returns the paths of all return pages for logins without JavaScript. The core refuses one that is no URL. */
function plainReturns(first: string, others: CoreSettings["returnUrls"] = {}): string[] {
  const urls = [first, ...Object.values(others).map(({ plainReturn }) => plainReturn ?? PLAIN_RETURN)];
  const paths = urls.map((url) => (URL.canParse(url, ANY_ORIGIN) ? withoutSlash(new URL(url, ANY_ORIGIN).pathname) : PLAIN_RETURN));
  return [...new Set(paths)];
}

/** The functions of every store. */
const STATEMENTS = ["execute", "query", "script"];

function store(value: unknown, path: string): Store {
  if (hasFunctions(value, STATEMENTS) && !isStore(value)) throw wrongKind(`${path}.dialect`, property(value, "dialect"), '"sqlite" or "postgres"');
  if (!isStore(value)) throw wrongStore(path, value, 'a store such as sqliteStore("ivy.sqlite")');
  return value;
}

function isStore(value: unknown): value is Store {
  const dialect = property(value, "dialect");
  return (dialect === "sqlite" || dialect === "postgres") && hasFunctions(value, STATEMENTS);
}

function basePath(value: unknown, path: string): string {
  const isPath = typeof value === "string" && /^(\/[\w.~-]+)*$/.test(value);
  if (!isPath) throw configError(path, 'no path; expected one such as "/api/ivy", without a slash at its end, or "" for none');
  return value;
}
