// Shop and sandbox as separate processes, and visitors that are HTTP clients with cookies.
//
// `cargo xtask test --only proxy` builds the programs and runs the tests. After that, single files also run by `node --test
// tests/proxy/<file>`.

import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { programs as built } from "../engines/child.mjs";
import { freePort } from "../engines/service.mjs";
import { startServer, stopServer } from "../shared/servers.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The proxies with which a shop can run. */
export const PROXIES = ["rust", "js"];

/** A folder for databases, one key, one secret, and the processes that share them. */
export class TestEnv {
  #folder;
  #servers = new Set();
  #programs;
  #proxy;
  key = randomBytes(16).toString("hex");
  secret = randomBytes(16).toString("hex");
  tableSecret = randomBytes(32).toString("hex");
  /** The URL of Ivy: the sandbox's, once it has started. */
  ivy = "";

  constructor(folder, programs, proxy) {
    this.#folder = folder;
    this.#programs = programs;
    this.#proxy = proxy;
  }

  /**
   * Creates an environment. `programs` is the folder of the programs, `target/debug` by default. `proxy` is the proxy of the
   * shops, `rust` or `js`.
   */
  static async make({ programs = built, proxy = "rust" } = {}) {
    if (!PROXIES.includes(proxy)) throw new Error("proxy: expected rust or js");
    return new this(await mkdtemp(path.join(tmpdir(), "ivy-proxy-")), programs, proxy);
  }

  /** Returns the path of a file in the environment's folder. */
  file(name) {
    return path.join(this.#folder, name);
  }

  /** Starts the sandbox. `port` is the port of one that is restarted; with `log: ""` the sandbox has its own default. */
  async startSandbox({ options = [], port = 0, log = "warn" } = {}) {
    const sandbox = await this.#start(
      "ivy-sandbox",
      ["--listen", `127.0.0.1:${port}`, "--database", this.file("sandbox.sqlite"), ...options],
      { IVY_SANDBOX_API_KEY: this.key, IVY_SANDBOX_SIGNING_SECRET: this.secret, ...(log && { RUST_LOG: log }) },
    );
    this.ivy = sandbox.url;
    return Object.assign(sandbox, { port: Number(new URL(sandbox.url).port) });
  }

  /**
   * Starts a shop.
   *
   * - `database`: a file or a `postgres://` URL
   * - `port`: the port of a shop that is restarted
   * - `origin`: the origin of another shop, next to which this one runs
   * - `requestsPerMinute`, `log`: 0 and "" for the shop's own defaults
   * - `proxy`: `rust` or `js`, if it is not that of the environment
   */
  async startShop({ database = this.file("shop.sqlite"), port, origin, requestsPerMinute = 2_000_000_000, log = "warn", proxy = this.#proxy } = {}) {
    port ??= await freePort();
    const [program, ...script] = proxy === "js" ? [process.execPath, path.join(root, "www/shop/js/main.js")] : ["ivy-shop"];
    const shop = await this.#start(
      program,
      [
        ...script,
        ...["--listen", `127.0.0.1:${port}`, "--database", database, "--login-environment", "local"],
        ...["--page", path.join(root, "www/shop/page"), "--package", path.join(root, "pkg")],
        ...(origin ? ["--origin", origin] : []),
        ...(requestsPerMinute ? ["--requests-per-minute", String(requestsPerMinute)] : []),
      ],
      {
        IVY_API_KEY: this.key,
        IVY_API_URL: this.ivy,
        IVY_SIGNING_SECRET: this.secret,
        IVY_TABLE_SECRET: this.tableSecret,
        IVY_LOGIN_ORIGINS: this.ivy,
        ...(log && { RUST_LOG: log }),
      },
    );
    return Object.assign(shop, { port, url: `http://localhost:${port}` });
  }

  async #start(name, options, environment) {
    const server = await startServer(path.resolve(this.#programs, name), options, environment);
    this.#servers.add(server);
    return server;
  }

  /** Returns the counters of the sandbox. */
  async stats() {
    return (await fetch(`${this.ivy}/sandbox/stats`)).json();
  }

  async close() {
    for (const server of this.#servers) await stopServer(server);
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Kills a process by SIGKILL, which it cannot handle, and waits until it is gone. */
export async function kill(server) {
  const gone = new Promise((resolve) => server.child.once("exit", resolve));
  server.child.kill("SIGKILL");
  await gone;
}

/** A browser with its cookies. `shopUrl` can change to that of another shop of the same origin. */
export class Visitor {
  #cookies = new Map();

  constructor(shopUrl) {
    this.shopUrl = shopUrl;
    this.origin = shopUrl;
  }

  /** Creates a visitor who is signed in as `ada` or `ben`. */
  static async signedIn(shopUrl, name) {
    const visitor = new Visitor(shopUrl);
    const { status } = await visitor.form("/shop/sign-in", { customer: name });
    if (status !== 303) throw new Error(`signing in is answered with ${status}`);
    return visitor;
  }

  get cookie() {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** The headers of a request from the shop's page. */
  get headers() {
    const cookie = this.cookie;
    return { origin: this.origin, "ivy-client": "1", "content-type": "application/json", ...(cookie && { cookie }) };
  }

  /** Posts JSON (or a text unchanged) and returns `{status, headers, text, body}`. */
  async post(place, body, headers = {}) {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return this.#send(this.shopUrl + place, { body: text, headers: { ...this.headers, ...headers } });
  }

  /** Posts a form of the shop's page. */
  async form(place, fields, more = {}) {
    const headers = { ...this.headers, "content-type": "application/x-www-form-urlencoded", ...more };
    return this.#send(this.shopUrl + place, { body: new URLSearchParams(fields).toString(), headers });
  }

  /** Sends a request to the proxy. */
  call(operation, body, headers) {
    return this.post(`/api/ivy${operation}`, body, headers);
  }

  create(key, request = { permissions: ["identity"], market: "DE" }) {
    return this.call("/data/session/create", request, key && { "idempotency-key": key });
  }

  async #send(url, request) {
    const response = await fetch(url, { method: "POST", redirect: "manual", ...request });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
      this.#cookies.set(name, value);
    }
    const text = await response.text();
    let body;
    try {
      body = JSON.parse(text);
    } catch {
      body = undefined;
    }
    return { status: response.status, headers: response.headers, text, body };
  }

  /** Goes through a bank login. Returns the nonce of the URL that leads back to the shop. */
  async logIn(redirectUrl, { bank = "de-testbank", as = "ada" } = {}) {
    const page = await (await fetch(redirectUrl)).text();
    const [, token] = /name="token" value="([^"]+)"/.exec(page);
    const step = async (name, fields) => {
      const body = new URLSearchParams({ token, ...fields });
      const response = await fetch(new URL(`/init/${name}`, redirectUrl), { method: "POST", redirect: "manual", body });
      await response.arrayBuffer();
      return response.headers.get("location");
    };
    await step("bank", { bank });
    await step("login", { username: as, password: "password" });
    return new URL(await step("consent", {})).searchParams.get("ivy");
  }

  /** Completes a bank login from beginning to end. Returns the session's id. */
  async connect(choice) {
    const created = await this.create();
    const nonce = await this.logIn(created.body.redirectUrl, choice);
    const result = await this.call("/result", { nonce });
    if (result.body?.status !== "complete") throw new Error(`the login is answered with ${result.text}`);
    return created.body.id;
  }
}
