/**
 * The URL of a PostgreSQL: a connection to another machine uses verified TLS (SECURITY.md, 16).
 */
import fs from "node:fs";
import net from "node:net";
import tls from "node:tls";
import { refusal } from "../errors/config-error.js";

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i;

/** The parameters by which the driver would make TLS options of its own. */
const PARAMETERS = ["sslmode", "ssl", "sslrootcert", "sslcert", "sslkey", "uselibpqcompat"];

/** The modes of libpq that may mean less than verified TLS without saying so. They are taken for `verify-full`. */
const STRENGTHENED = ["allow", "prefer", "require"];

/** What is verified by each mode. */
const MODES = {
  "verify-full": (host) => ({
    // The driver names no host if it is an address.
    checkServerIdentity: (name, certificate) => tls.checkServerIdentity(net.isIP(host) ? host : name, certificate),
  }),
  "verify-ca": () => ({ checkServerIdentity: () => undefined }),
  "no-verify": () => ({ rejectUnauthorized: false }),
  disable: () => false,
};

/**
 * Returns the options of the driver's pool for a URL. The mode that `PGSSLMODE` names does not count for another machine:
 * a weaker one than `verify-full` has to be in the URL.
 *
 * @param {string} place
 * @param {Record<string, string | undefined>} environment
 * @returns {{connectionString: string, ssl?: object | false}}
 * @throws {Error} a sentence, if the URL cannot be read or its mode is none
 */
export function connection(place, environment) {
  const [start, query = ""] = place.replace(/#.*/s, "").split(/\?(.*)/s);
  const parameters = new URLSearchParams(query);
  const named = hosts(start, parameters, environment);
  if (named.every(isLocal)) return { connectionString: place };
  const checks = MODES[modeOf(parameters)](named[0].replace(/^\[|\]$/g, ""));
  const ssl = checks && { ...files(parameters), ...checks };
  for (const name of PARAMETERS) parameters.delete(name);
  return { connectionString: `${start}?${parameters}`, ssl };
}

/** The hosts that the driver may connect to; the first one is preferred by it. */
function hosts(start, parameters, environment) {
  const authority = /^[^:]+:\/\/([^/]*)/.exec(start)?.[1] ?? "";
  const host = authority.slice(authority.lastIndexOf("@") + 1).replace(/:\d*$/, "");
  const named = [...parameters.getAll("host").reverse(), decoded(host)].filter(Boolean);
  return named.length > 0 ? named : [environment.PGHOST ?? ""];
}

function decoded(host) {
  try {
    return decodeURIComponent(host);
  } catch {
    throw refusal("postgresStore", "the URL cannot be read");
  }
}

/** Returns true for this machine: no host, a folder with a socket, or loopback. */
function isLocal(host) {
  return host === "" || host.startsWith("/") || LOOPBACK.test(host);
}

/** As the driver reads a URL, the last of several parameters counts. */
function modeOf(parameters) {
  const last = (name) => parameters.getAll(name).at(-1);
  const mode = last("sslmode") ?? { 0: "disable", false: "disable", "no-verify": "no-verify" }[last("ssl")] ?? "verify-full";
  if (STRENGTHENED.includes(mode)) return "verify-full";
  if (Object.hasOwn(MODES, mode)) return mode;
  throw refusal("postgresStore", `sslmode: expected one of ${Object.keys(MODES).join(", ")}`);
}

/** Certificates and keys as the driver reads them. */
function files(parameters) {
  const names = { ca: "sslrootcert", cert: "sslcert", key: "sslkey" };
  const given = Object.entries(names).filter(([, name]) => parameters.get(name));
  return Object.fromEntries(given.map(([option, name]) => [option, readFile(name, parameters.get(name))]));
}

function readFile(name, path) {
  try {
    return fs.readFileSync(path, "utf8");
  } catch {
    throw refusal("postgresStore", `${name}: the file cannot be read`);
  }
}
