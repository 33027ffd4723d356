// The options of a client. They are checked when it is made, before the library is loaded.

import type { CheckOptions } from "../check/check.ts";
import { checkObject, nameList } from "../check/name-list.ts";
import { invalid, refuse } from "../errors/config-error.ts";
import { ivyError } from "../errors/ivy-error.ts";
import type { IssueCode } from "../model/words.ts";
import { cacheReturns } from "../shared/page-cache.ts";
import { unknownName } from "../shared/suggest.ts";
import { attempt, isObject } from "../shared/values.ts";
import { baseUrl } from "./contract.ts";
import { createCustomer, type Customer } from "./customer.ts";
import type { IvyEvent } from "./events.ts";

/**
 * Which Ivy the proxy talks to; it says which hosts a shopper may be sent to.
 *
 * @example
 * ```ts
 * import { createClient, type Environment } from "ivy-data-session";
 *
 * const environment: Environment = "sandbox";
 * createClient({ proxyUrl: "https://shop.example/api/ivy", environment });
 * console.log(environment); // sandbox
 * ```
 */
export type Environment = "production" | "sandbox" | "local";

/**
 * The options of {@link createClient}.
 *
 * @example
 * ```ts
 * import { createClient, type ClientOptions } from "ivy-data-session";
 *
 * const options: ClientOptions = { proxyUrl: "https://shop.example/api/ivy", timeoutMs: 8_000, retries: 1 };
 * console.log(typeof createClient(options).connectBank); // function
 * ```
 */
export type ClientOptions = CheckOptions & {
  /** The merchant proxy's base URL, on the page's own origin or another. */
  proxyUrl: string;
  /** Default `"production"`. `"local"` is refused on a page that does not come from this machine itself. */
  environment?: Environment | undefined;
  /** More hosts of login pages, in lower case, without scheme and port. */
  allowedLoginHosts?: readonly string[] | undefined;
  /** The deadline of a whole call with its retries, in milliseconds. Default 10,000. */
  timeoutMs?: number | undefined;
  /** Attempts after the first: after no answer, 408, 429 and 5xx. Default 2. */
  retries?: number | undefined;
  /** The most that is read of an answer, in bytes. Default 1,048,576. */
  maxResponseBytes?: number | undefined;
  /** More headers. One that looks like Ivy's API key is refused. */
  headers?: Record<string, string> | undefined;
  /** Default `"same-origin"`, which is refused for a proxy of another origin. */
  credentials?: "same-origin" | "include" | "omit" | undefined;
  /** Listener for telemetry, see {@link IvyEvent}. Errors that it throws are ignored. `ivy-data-session/debug` has one for the console. */
  onEvent?: ((event: IvyEvent) => void) | undefined;
};

/** The checked options of a client. */
export type Settings = {
  environment: Environment;
  /** Absolute, without a slash at the end, if it is reachable. */
  proxyUrl: string;
  /** "/" if the proxy's paths end with a slash, else "". */
  slash: string;
  /** False if the URL is relative and there is no page. */
  isReachable: boolean;
  timeoutMs: number;
  retries: number;
  maxResponseBytes: number;
  headers: [string, string][];
  credentials: "same-origin" | "include" | "omit";
  allowedLoginHosts: string[];
  extraFields: string[];
  extraPermissions: string[];
  onEvent: ((event: IvyEvent) => void) | undefined;
  customer: Customer;
  /** The last load that was reported as an event. */
  reportedLoad?: object;
};

/** The limit of `setTimeout`: a longer time fires at once. No response is larger either. */
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

/** Options whose types are checked, and those that are converted. */
type Options = Pick<Settings, "environment" | "timeoutMs" | "retries" | "maxResponseBytes" | "credentials" | "onEvent"> & {
  [Option in "proxyUrl" | "allowedLoginHosts" | "headers" | "extraFields" | "extraPermissions"]: unknown;
};

/** Matches option names that look like credentials. */
const SECRET = /key|secret|token|password/i;

/** Matches names of headers that hold Ivy's API key, in the spellings of Ivy's documentation and similar ones. */
const KEY_HEADER = /api[-_]?key|^x-ivy-.*(key|secret)/i;

/** Matches a host name of two labels or more, in lower case. */
const HOST = /^(?=.{1,253}$)((?!-)[a-z0-9-]{0,62}[a-z0-9]\.)+(?!-)[a-z0-9-]{0,62}[a-z0-9]$/;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Checks the options of `createClient`. */
export function checkOptions(given: ClientOptions): Settings {
  // The checks that follow make the types true.
  const options = { ...DEFAULTS, ...known(given) } as Options;
  const { environment, retries, credentials, onEvent } = options;
  oneOf("environment", environment, ["production", "sandbox", "local"]);
  oneOf("credentials", credentials, ["same-origin", "include", "omit"]);
  inRange("timeoutMs", options.timeoutMs, 1, MAX_INT);
  inRange("retries", retries, 0, 10);
  inRange("maxResponseBytes", options.maxResponseBytes, 1, MAX_INT);
  if (onEvent !== undefined && typeof onEvent !== "function") refuse(["onEvent"], "expected a function");
  if (environment === "local" && globalThis.location && !LOOPBACK.test(location.hostname)) {
    throw ivyError("unsupported", 'environment: "local" on a page of another machine; expected "production" or "sandbox"');
  }
  return {
    ...options,
    ...checkProxyUrl(options.proxyUrl, credentials),
    customer: createCustomer(options, cacheReturns),
    slash: "",
    retries: Math.trunc(retries),
    headers: checkHeaders(options.headers),
    allowedLoginHosts: nameList(options.allowedLoginHosts, "allowedLoginHosts", HOST, "host names in lower case, without scheme and port"),
    extraFields: nameList(options.extraFields, "extraFields"),
    extraPermissions: nameList(options.extraPermissions, "extraPermissions"),
  };
}

/** Returns the known options that are set. Each is read once. */
function known(given: unknown): Record<string, unknown> {
  checkObject(given);
  const found: Record<string, unknown> = {};
  // Not `entries()`: Prototype.js returns the names from it, without their positions.
  Object.keys(given).forEach((name, position) => {
    if (Object.hasOwn(DEFAULTS, name)) {
      const value = given[name];
      if (value !== undefined) found[name] = value;
    } else if (SECRET.test(name)) {
      throw ivyError("unsupported", "an option with a name like a key; Ivy's API key belongs into the proxy, never into a page");
    } else {
      refuse([position], unknownName("option", name, Object.keys(DEFAULTS)), "unknown_field");
    }
  });
  return found;
}

function checkProxyUrl(proxyUrl: unknown, credentials: string): Pick<Settings, "proxyUrl" | "isReachable"> {
  const expected = "expected the http or https URL of the merchant proxy, without credentials, query and fragment";
  const wrong = (code: IssueCode): never => refuse(["proxyUrl"], expected, code);
  if (proxyUrl === undefined) throw invalid([{ path: ["proxyUrl"], code: "required", message: `proxyUrl is missing; ${expected}` }]);
  if (!proxyUrl || typeof proxyUrl !== "string") return wrong("type");
  const page = globalThis.document?.baseURI ?? globalThis.location?.href;
  const url = attempt(() => new URL(proxyUrl, page));
  // On a server, where a page is rendered, there may be no base: making the client is allowed, and calls are refused.
  if (!url && page === undefined && !/^[a-z][a-z0-9+.-]*:/i.test(proxyUrl)) return { proxyUrl, isReachable: false };
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) return wrong("invalid_url");
  if (globalThis.location && credentials === "same-origin" && url.origin !== location.origin) {
    throw ivyError("unsupported", 'credentials: "same-origin" with a proxy of another origin; expected "include" or "omit"');
  }
  return { proxyUrl: baseUrl(url), isReachable: true };
}

/** Returns the headers as pairs that the platform's `Headers` accepts. */
function checkHeaders(headers: unknown = {}): [string, string][] {
  if (!isObject(headers)) refuse(["headers"], "expected an object of strings");
  return Object.entries(headers).map(([name, value], position) => {
    if (KEY_HEADER.test(name)) {
      throw ivyError("unsupported", "headers: a name like a key; Ivy's API key belongs into the proxy, never into a page");
    }
    if (typeof value !== "string" || !attempt(() => new Headers([[name, value]]))) {
      refuse(["headers", position], "expected names and values that HTTP allows");
    }
    return [name, value];
  });
}

function oneOf(option: string, value: string, values: string[]): void {
  if (!values.includes(value)) refuse([option], `expected one of ${values.join(", ")}`);
}

function inRange(option: string, value: unknown, min: number, max: number): void {
  const isNumber = typeof value === "number" && !Number.isNaN(value);
  if (!isNumber || value < min || value > max) refuse([option], `expected a number from ${min} to ${max}`, isNumber ? "out_of_range" : "type");
}
