// The URL of a PostgreSQL: a connection to another machine uses verified TLS (SECURITY.md, 16).

import fs from "node:fs";
import net from "node:net";
import tls from "node:tls";
import { configError } from "../errors/config-error.ts";

/** The problem of a URL that has not the form of one. */
export const UNREADABLE = "the URL cannot be read; expected the form postgres://USER:PASSWORD@HOST/DATABASE";

/** Options of the driver's pool. */
export type Connection = {
  /** The URL, without the parameters of TLS if `ssl` is there. */
  connectionString: string;
  /** The options of TLS; `false` for a connection without TLS. */
  ssl?: tls.ConnectionOptions | false;
};

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i;

/** The parameters by which the driver would make TLS options of its own. */
const PARAMETERS = ["sslmode", "ssl", "sslrootcert", "sslcert", "sslkey", "uselibpqcompat"];

/** The modes of libpq that may mean less than verified TLS without saying so. They are taken for `verify-full`. */
const STRENGTHENED = ["allow", "prefer", "require"];

/** The options of TLS by mode. */
const MODES = {
  "verify-full": (host: string): tls.ConnectionOptions => ({
    // The driver names no host if it is an address.
    checkServerIdentity: (name, certificate) => tls.checkServerIdentity(net.isIP(host) ? host : name, certificate),
  }),
  "verify-ca": (): tls.ConnectionOptions => ({ checkServerIdentity: () => undefined }),
  "no-verify": (): tls.ConnectionOptions => ({ rejectUnauthorized: false }),
  disable: (): false => false,
};

type Mode = keyof typeof MODES;

/** The modes that the parameter `ssl` means. */
const OLDER_MODES: ReadonlyMap<string | undefined, Mode> = new Map([
  ["0", "disable"],
  ["false", "disable"],
  ["no-verify", "no-verify"],
]);

/** Files of certificates and keys: the option of TLS, and the parameter that names the file. */
const FILES = [
  ["ca", "sslrootcert"],
  ["cert", "sslcert"],
  ["key", "sslkey"],
] as const;

/**
 * Returns the options of the driver's pool for a URL. The mode that `PGSSLMODE` names does not count for another machine:
 * a weaker one than `verify-full` has to be in the URL.
 *
 * @throws a sentence, if the URL cannot be read or its mode is none
 */
export function connection(url: string, environment: NodeJS.ProcessEnv): Connection {
  const [start = "", query = ""] = url.replace(/#.*/s, "").split(/\?(.*)/s);
  const parameters = new URLSearchParams(query);
  const hosts = hostsOf(start, parameters, environment);
  if (hosts.every(isLocal)) return { connectionString: url };
  const [preferred = ""] = hosts;
  const checks = MODES[modeOf(parameters)](preferred.replace(/^\[|\]$/g, ""));
  const ssl = checks && { ...files(parameters), ...checks };
  for (const name of PARAMETERS) parameters.delete(name);
  return { connectionString: `${start}?${parameters}`, ssl };
}

/** Returns the hosts that the driver may connect to, the preferred one first. */
function hostsOf(start: string, parameters: URLSearchParams, environment: NodeJS.ProcessEnv): string[] {
  const authority = /^[^:]+:\/\/([^/]*)/.exec(start)?.[1] ?? "";
  const host = authority.slice(authority.lastIndexOf("@") + 1).replace(/:\d*$/, "");
  const named = [...parameters.getAll("host").reverse(), decoded(host)].filter((name) => name !== "");
  return named.length > 0 ? named : [environment.PGHOST ?? ""];
}

function decoded(host: string): string {
  try {
    return decodeURIComponent(host);
  } catch {
    throw configError("postgresStore", UNREADABLE);
  }
}

/** Returns true for this machine: no host, a folder with a socket, or loopback. */
function isLocal(host: string): boolean {
  return host === "" || host.startsWith("/") || LOOPBACK.test(host);
}

/** Returns the mode of TLS. The last of several parameters counts, as in the driver. */
function modeOf(parameters: URLSearchParams): Mode {
  const last = (name: string) => parameters.getAll(name).at(-1);
  const mode = last("sslmode") ?? OLDER_MODES.get(last("ssl")) ?? "verify-full";
  if (STRENGTHENED.includes(mode)) return "verify-full";
  if (isMode(mode)) return mode;
  throw configError("postgresStore", `sslmode: unknown; expected one of ${Object.keys(MODES).join(", ")}`);
}

function isMode(mode: string): mode is Mode {
  return Object.hasOwn(MODES, mode);
}

/** Reads certificates and keys as the driver reads them. */
function files(parameters: URLSearchParams): tls.ConnectionOptions {
  const options: tls.ConnectionOptions = {};
  for (const [option, parameter] of FILES) {
    const path = parameters.get(parameter);
    if (path) options[option] = readFile(parameter, path);
  }
  return options;
}

function readFile(parameter: string, path: string): string {
  try {
    return fs.readFileSync(path, "utf8");
  } catch {
    throw configError("postgresStore", `${parameter}: the file cannot be read; expected its path`);
  }
}
