/**
 * The options of createProxy: their forms are checked here, what they mean by the core.
 */
import { hook, members, moment, oneOf, oneOrMore, some, text, texts, whole } from "./checks.js";
import { refusePublicName } from "./public-names.js";
import { refusal } from "../errors/config-error.js";

/** Where the routes are, if nothing else is said. */
const BASE_PATH = "/api/ivy";

const rate = members({ burst: whole, perMinute: whole }, ["burst", "perMinute"]);

const known = members(
  {
    apiKey: text,
    apiUrl: text,
    identify: hook,
    store,
    origins: texts,
    webhookSecret: oneOrMore,
    referenceId: hook,
    callbackUrls: members({ return: text, plainReturn: text, result: text }),
    tableSecret: oneOrMore,
    trustSessionsBefore: moment,
    pageFields: some("balances", "transactions", "metadata"),
    retentionDays: members({ abandoned: whole, guests: whole, customers: whole }),
    log: hook,
    basePath,
    listBy: oneOf("referenceId", "email", "phone"),
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
  },
  ["apiKey", "apiUrl", "identify", "origins", "tableSecret", "webhookSecret"],
);

/**
 * What stays on this side, and what the core is told.
 *
 * @typedef {{identify: Function, referenceId?: Function, log: (line: string) => void, store?: any, basePath: string, settings: any}} Checked
 */

/**
 * @param {any} given the options of createProxy
 * @param {Record<string, string | undefined>} environment the variables of this process
 * @returns {Checked}
 */
export function checkOptions(given, environment) {
  const { identify, referenceId, store, log = console.log, basePath = BASE_PATH, ...settings } = known(given, "");
  if (settings.origins.length === 0) throw refusal("origins", "expected at least one origin, such as https://shop.example");
  refusePublicNames(settings, environment);
  const [origin] = settings.origins;
  const callbackUrls = {
    return: `${origin}/return`,
    plainReturn: `${origin}/plain/return`,
    result: `${origin}${basePath}/callback`,
    ...settings.callbackUrls,
  };
  return { identify, referenceId, store, log, basePath, settings: { ...settings, callbackUrls } };
}

/**
 * Refuses secrets that a variable with a public name holds too.
 *
 * @param {Record<string, any>} secrets
 * @param {Record<string, string | undefined>} environment
 */
export function refusePublicNames(secrets, environment) {
  for (const option of ["apiKey", "webhookSecret", "tableSecret"]) {
    for (const secret of [secrets[option] ?? []].flat()) refusePublicName(option, secret, environment);
  }
}

/** @type {import("./checks.js").Check} */
function store(value, place) {
  const isStore =
    typeof value === "object" &&
    value !== null &&
    ["sqlite", "postgres"].includes(value.dialect) &&
    ["execute", "query", "script"].every((name) => typeof value[name] === "function");
  if (!isStore) throw refusal(place, "expected what sqliteStore or postgresStore gives, or an object of that form");
  return value;
}

/** @type {import("./checks.js").Check} */
function basePath(value, place) {
  const isPath = typeof value === "string" && /^(\/[\w.~-]+)*$/.test(value);
  if (!isPath) throw refusal(place, 'expected a path such as "/api/ivy", without a slash at its end, or "" for none');
  return value;
}
