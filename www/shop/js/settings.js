// The settings of the shop: flags for addresses and folders, environment variables for secrets. Both are those of the Rust
// shop.

import { parseArgs } from "node:util";

/** The flags with their defaults. */
const FLAGS = {
  listen: { type: "string", default: "127.0.0.1:8080" },
  origin: { type: "string" },
  database: { type: "string" },
  page: { type: "string", default: "www/shop/page" },
  package: { type: "string", default: "pkg" },
  docs: { type: "string" },
  "login-environment": { type: "string", default: "local" },
  "requests-per-minute": { type: "string" },
};

/** The origins of the login pages in each environment. That of a local sandbox depends on its port, so it is a setting. */
const LOGIN_ORIGINS = {
  local: [],
  sandbox: ["https://account-check.sand.getivy.de", "https://checkout.sand.getivy.de"],
  production: ["https://account-check.getivy.de", "https://checkout.getivy.de"],
};

/**
 * Combines the flags and the environment variables.
 *
 * @param {string[]} args the command line, without the program
 * @param {Record<string, string | undefined>} environment
 * @throws {Error} if a setting is missing or invalid; the text says what to do and contains no secret
 */
export function readSettings(args, environment) {
  const { values: flags } = parseArgs({ args, options: FLAGS });
  const get = (name) => environment[name]?.trim() || undefined;
  const need = (name, what) => {
    const value = get(name);
    if (value) return value;
    throw new Error(`${name}: missing; expected ${what}; set it, or run \`cargo xtask demo --proxy js\`, which starts a sandbox and sets it`);
  };
  const loginEnvironment = flags["login-environment"];
  if (!Object.hasOwn(LOGIN_ORIGINS, loginEnvironment)) throw new Error("--login-environment: expected local, sandbox or production");
  const loginOrigins = get("IVY_LOGIN_ORIGINS")?.split(",").map((text) => originOf("IVY_LOGIN_ORIGINS", text)) ?? LOGIN_ORIGINS[loginEnvironment];
  if (loginOrigins.length === 0) {
    throw new Error(
      "IVY_LOGIN_ORIGINS: missing; expected the origin of the bank login, such as http://127.0.0.1:8081, since without it browsers would block the redirect of the no-JS form",
    );
  }
  return {
    ...listenOf(flags.listen),
    origin: flags.origin && originOf("--origin", flags.origin),
    database: flags.database ?? get("DATABASE_URL") ?? "shop.sqlite",
    folders: { page: flags.page, package: flags.package, docs: flags.docs },
    loginEnvironment,
    loginOrigins,
    // The name that the Rust shop reads, too.
    lowestLevel: get("RUST_LOG") ?? "info",
    requestsPerMinute: flags["requests-per-minute"] && countOf("--requests-per-minute", flags["requests-per-minute"]),
    apiKey: need("IVY_API_KEY", "the API key from Ivy's dashboard"),
    apiUrl: need("IVY_API_URL", "the address of Ivy's API, such as https://api.sand.getivy.de"),
    webhookSecret: need("IVY_SIGNING_SECRET", "the webhook signing secret from Ivy's dashboard"),
    tableSecret: need("IVY_TABLE_SECRET", "32 random bytes (`openssl rand -hex 32`), and keep them as long as the database"),
  };
}

function listenOf(text) {
  const [, host, port] = /^(?:\[(?=.*\]))?([^[\]]+)\]?:(\d+)$/.exec(text) ?? [];
  if (!host) throw new Error("--listen: invalid; expected an address and a port, such as 127.0.0.1:8080");
  return { host, port: Number(port) };
}

function countOf(name, text) {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new Error(`${name}: invalid; expected a whole number of at least 1`);
}

/** Parses an origin and returns it in the form of headers: scheme, host and port. `name` is the setting, for the error. */
function originOf(name, text) {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url && url.origin !== "null" && url.href === `${url.origin}/`) return url.origin;
  throw new Error(`${name}: invalid; expected an origin such as https://shop.example, without a path`);
}
