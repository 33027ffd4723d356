/**
 * The options of a client. They are checked when it is made, before the library is loaded.
 */
import { ivyError, refuse } from "./errors.js";
import { checkObject, nameList } from "./names.js";
import { attempt, isObject } from "./values.js";

/** setTimeout takes no more than 31 bits: beyond them it fires at once. No answer is that long either. */
const MAX_INT = 2 ** 31 - 1;

const DEFAULTS = {
  proxyUrl: undefined,
  environment: "production",
  allowedLoginHosts: undefined,
  timeoutMs: 10_000,
  retries: 2,
  maxResponseBytes: 1_048_576,
  headers: undefined,
  credentials: "same-origin",
  extraFields: undefined,
  extraPermissions: undefined,
  onEvent: undefined,
};

/** A name that makes one think of a secret. */
const SECRET = /key|secret|token|password/i;

/** Names of headers that hold Ivy's API key, in the spellings of Ivy's documentation and near ones. */
const KEY_HEADER = /api[-_]?key|^x-ivy-.*(key|secret)/i;

/** A host name of two labels or more, in lower case. */
const HOST = /^(?=.{1,253}$)((?!-)[a-z0-9-]{0,62}[a-z0-9]\.)+(?!-)[a-z0-9-]{0,62}[a-z0-9]$/;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** @typedef {ReturnType<typeof checkOptions>} Settings what a client was made with, checked */

/** @param {any} given the options of createClient */
export function checkOptions(given) {
  const options = { ...DEFAULTS, ...known(given) };
  const { environment, retries, credentials, onEvent } = options;
  oneOf("environment", environment, ["production", "sandbox", "local"]);
  oneOf("credentials", credentials, ["same-origin", "include", "omit"]);
  inRange("timeoutMs", options.timeoutMs, 1, MAX_INT);
  inRange("retries", retries, 0, 10);
  inRange("maxResponseBytes", options.maxResponseBytes, 1, MAX_INT);
  if (onEvent !== undefined && typeof onEvent !== "function") refuse(["onEvent"], "expected a function");
  if (environment === "local" && globalThis.location && !LOOPBACK.test(location.hostname)) {
    throw ivyError("unsupported", 'environment "local" is for pages that come from this machine itself');
  }
  return {
    ...options,
    ...checkProxyUrl(options.proxyUrl, credentials),
    retries: Math.trunc(retries),
    headers: checkHeaders(options.headers),
    allowedLoginHosts: nameList(options.allowedLoginHosts, "allowedLoginHosts", HOST, "host names in lower case, without scheme and port"),
    extraFields: nameList(options.extraFields, "extraFields"),
    extraPermissions: nameList(options.extraPermissions, "extraPermissions"),
  };
}

/**
 * The options that were given, each read once.
 *
 * @returns {any}
 */
function known(given) {
  checkObject(given);
  const found = {};
  for (const [position, name] of Object.keys(given).entries()) {
    if (Object.hasOwn(DEFAULTS, name)) {
      if (given[name] !== undefined) found[name] = given[name];
    } else if (SECRET.test(name)) {
      throw ivyError("unsupported", "the options hold something like a key; Ivy's API key belongs into the proxy, never into a page");
    } else {
      refuse([position], "unknown option of createClient", "unknown_field");
    }
  }
  return found;
}

function checkProxyUrl(proxyUrl, credentials) {
  const wrong = (code) => refuse(["proxyUrl"], "expected the http or https URL of the merchant proxy, without credentials, query and fragment", code);
  if (!proxyUrl || typeof proxyUrl !== "string") wrong(proxyUrl === undefined ? "required" : "type");
  const page = globalThis.document?.baseURI ?? globalThis.location?.href;
  /** @type {any} */
  const url = attempt(() => new URL(proxyUrl, page));
  // While a page is made on a server there may be no base; calls are refused then, making the client is not.
  if (!url && page === undefined && !/^[a-z][a-z0-9+.-]*:/i.test(proxyUrl)) return { isReachable: false };
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) wrong("invalid_url");
  if (globalThis.location && credentials === "same-origin" && url.origin !== location.origin) {
    throw ivyError("unsupported", 'a proxy of another origin gets no cookies with credentials "same-origin"; give "include" or "omit"');
  }
  return { proxyUrl: url.href.replace(/\/+$/, ""), isReachable: true };
}

/** The headers as pairs that the platform's own `Headers` takes. */
function checkHeaders(headers = {}) {
  if (!isObject(headers)) refuse(["headers"], "expected an object of strings");
  const pairs = Object.entries(headers);
  for (const [position, [name, value]] of pairs.entries()) {
    if (KEY_HEADER.test(name)) {
      throw ivyError("unsupported", "a header holds something like Ivy's API key, which belongs into the proxy, never into a page");
    }
    if (typeof value !== "string" || !attempt(() => new Headers([[name, value]]))) {
      refuse(["headers", position], "expected names and values that HTTP allows");
    }
  }
  return pairs;
}

function oneOf(option, value, values) {
  if (!values.includes(value)) refuse([option], `expected one of ${values.join(", ")}`);
}

function inRange(option, value, min, max) {
  const isNumber = typeof value === "number" && !Number.isNaN(value);
  if (!isNumber || value < min || value > max) refuse([option], `expected a number from ${min} to ${max}`, isNumber ? "out_of_range" : "type");
}
