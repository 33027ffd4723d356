// Checks the forms of the options of createProxy. The core checks their meaning.

import { configError } from "../errors/config-error.ts";
import { property } from "../property.ts";
import type { Store } from "../stores/store.ts";
import { byName, hook, members, moment, oneOf, oneOrMore, someOf, text, texts, whole, type Check } from "./checks.ts";
import type { ProxyOptions } from "./options.ts";
import { refusePublicNames } from "./public-names.ts";

/** The options that stay on this side. */
type HostOptions = "identify" | "referenceId" | "store" | "log" | "basePath";

/** The options that {@link checkOptions} converts. */
type Converted = "webhookSecret" | "tableSecret" | "trustSessionsBefore" | "callbackUrls";

/** The options that the core takes, as JSON. */
export type CoreSettings = Omit<ProxyOptions, HostOptions | Converted> & {
  webhookSecret: string[];
  tableSecret: string[];
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
  settings: CoreSettings;
};

/** The path of the routes, if the options name none. */
const BASE_PATH = "/api/ivy";

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
    tableSecret: oneOrMore,
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
 * @param environment the variables of this process
 * @throws a sentence that names the option
 */
export function checkOptions(given: unknown, environment: NodeJS.ProcessEnv): CheckedOptions {
  const { identify, referenceId, store, log = console.log, basePath = BASE_PATH, ...settings } = options(given, "");
  const [origin] = settings.origins;
  if (origin === undefined) throw configError("origins", "expected at least one origin, such as https://shop.example");
  refusePublicNames(settings, environment);
  const callbackUrls = {
    return: `${origin}/return`,
    plainReturn: `${origin}/plain/return`,
    result: `${origin}${basePath}/callback`,
    ...settings.callbackUrls,
  };
  return { identify, referenceId, store, log, basePath, settings: { ...settings, callbackUrls } };
}

function store(value: unknown, path: string): Store {
  if (!isStore(value)) throw configError(path, "expected what sqliteStore or postgresStore gives, or an object of that form");
  return value;
}

function isStore(value: unknown): value is Store {
  const dialect = property(value, "dialect");
  const isFunction = (name: string) => typeof property(value, name) === "function";
  return (dialect === "sqlite" || dialect === "postgres") && ["execute", "query", "script"].every(isFunction);
}

function basePath(value: unknown, path: string): string {
  const isPath = typeof value === "string" && /^(\/[\w.~-]+)*$/.test(value);
  if (!isPath) throw configError(path, 'expected a path such as "/api/ivy", without a slash at its end, or "" for none');
  return value;
}
