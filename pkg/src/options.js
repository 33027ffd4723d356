/**
 * The options of a client. They are checked when it is made, before the library is loaded.
 */
import { invalid, ivyError } from "./errors.js";
import { nameList } from "./names.js";

/** setTimeout takes no more than 31 bits: beyond them it fires at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

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
const HOST = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** @typedef {ReturnType<typeof checkOptions>} Settings what a client was made with, checked */

/** @param {any} given the options of createClient */
export function checkOptions(given) {
  const options = { ...DEFAULTS, ...known(given) };
  const { environment, timeoutMs, retries, maxResponseBytes, credentials, onEvent } = options;
  oneOf("environment", environment, ["production", "sandbox", "local"]);
  oneOf("credentials", credentials, ["same-origin", "include", "omit"]);
  inRange("timeoutMs", timeoutMs, 1, MAX_TIMEOUT_MS);
  inRange("retries", retries, 0, 10);
  inRange("maxResponseBytes", maxResponseBytes, 1, 2 ** 31 - 1);
  if (onEvent !== undefined && typeof onEvent !== "function") refuse("onEvent", "type", "expected a function");
  if (environment === "local" && globalThis.location && !LOOPBACK.test(location.hostname)) {
    throw ivyError("unsupported", 'environment "local" is for pages that come from this machine itself');
  }
  return {
    ...checkProxyUrl(options.proxyUrl, credentials),
    environment,
    timeoutMs,
    retries: Math.trunc(retries),
    maxResponseBytes,
    credentials,
    onEvent,
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
  if (typeof given !== "object" || given === null) throw invalid([{ path: [], code: "type", message: "expected the options as an object" }]);
  const found = {};
  for (const [position, name] of Object.keys(given).entries()) {
    if (Object.hasOwn(DEFAULTS, name)) {
      if (given[name] !== undefined) found[name] = given[name];
    } else if (SECRET.test(name)) {
      throw ivyError("unsupported", "the options hold something like a key; Ivy's API key belongs into the proxy, never into a page");
    } else {
      throw invalid([{ path: [position], code: "unknown_field", message: "unknown option of createClient" }]);
    }
  }
  return found;
}

function checkProxyUrl(proxyUrl, credentials) {
  if (typeof proxyUrl !== "string" || proxyUrl === "") refuse("proxyUrl", proxyUrl === undefined ? "required" : "type", "expected the URL of the merchant proxy");
  const page = globalThis.document?.baseURI ?? globalThis.location?.href;
  let url;
  try {
    url = new URL(proxyUrl, page);
  } catch {
    // While a page is made on a server there may be no base; calls are refused then, making the client is not.
    if (page === undefined && !/^[a-z][a-z0-9+.-]*:/i.test(proxyUrl)) return { proxyUrl, isReachable: false };
    refuse("proxyUrl", "invalid_url", "expected a URL");
  }
  if (!/^https?:$/.test(url.protocol)) refuse("proxyUrl", "invalid_url", "expected an http or https URL");
  if (url.username || url.password || url.search || url.hash) {
    refuse("proxyUrl", "invalid_url", "expected a URL without credentials, query and fragment");
  }
  if (globalThis.location && credentials === "same-origin" && url.origin !== location.origin) {
    throw ivyError("unsupported", 'a proxy of another origin gets no cookies with credentials "same-origin"; give "include" or "omit"');
  }
  return { proxyUrl: url.href.replace(/\/+$/, ""), isReachable: true };
}

/** The headers as pairs that the platform's own `Headers` takes. */
function checkHeaders(headers) {
  if (headers === undefined) return [];
  if (typeof headers !== "object" || headers === null || Array.isArray(headers)) refuse("headers", "type", "expected an object of strings");
  const pairs = [];
  for (const [position, [name, value]] of Object.entries(headers).entries()) {
    if (KEY_HEADER.test(name)) {
      throw ivyError("unsupported", "a header holds something like Ivy's API key, which belongs into the proxy, never into a page");
    }
    try {
      if (typeof value !== "string") throw new TypeError();
      new Headers([[name, value]]);
    } catch {
      throw invalid([{ path: ["headers", position], code: "type", message: "headers: expected names and values that HTTP allows" }]);
    }
    pairs.push([name, value]);
  }
  return pairs;
}

function oneOf(option, value, values) {
  if (!values.includes(value)) refuse(option, "type", `expected one of ${values.join(", ")}`);
}

function inRange(option, value, min, max) {
  if (typeof value !== "number" || Number.isNaN(value)) refuse(option, "type", "expected a number");
  if (value < min || value > max) refuse(option, "out_of_range", `expected a number from ${min} to ${max}`);
}

function refuse(option, code, expected) {
  throw invalid([{ path: [option], code, message: `${option}: ${expected}` }], "the options of createClient are not right; see issues");
}
