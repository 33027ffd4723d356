// Starts the processes for end-to-end tests: a real shop and sandbox with fresh databases, on ports that the system chooses.
// They are stopped by their process ids.
//
// `cargo xtask test --only e2e` builds the programs and runs the tests. After that, single files also run by `node --test
// tests/e2e/<file>`. With IVY_DEMO_PROXY=js in the environment the shop on Node is used.

import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { childCommand, programs } from "../engines/child.mjs";
import { freePort } from "../engines/service.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const startTime = 60_000;

/** The command of each shop. Both have the same flags, environment variables and responses. */
const shops = { rust: ["ivy-shop"], js: [process.execPath, path.join(root, "www/shop/js/main.js")] };
const shop = shops[process.env.IVY_DEMO_PROXY ?? "rust"];
if (!shop) throw new Error("IVY_DEMO_PROXY: expected rust or js");

const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

/** Starts shop and sandbox with fresh databases. With `dates` the sandbox includes creation dates in its lists. */
export async function startTestEnv({ dates = false } = {}) {
  const env = new TestEnv(await mkdtemp(path.join(tmpdir(), "ivy-e2e-")), dates);
  await env.start();
  return env;
}

/** One shop and one sandbox that are connected to each other only. */
class TestEnv {
  #folder;
  #dates;
  #sandbox;
  #shop;
  #bankPort = 0;
  #shopPort = 0;
  #key = randomBytes(16).toString("hex");
  #secret = randomBytes(16).toString("hex");
  #tableSecret = randomBytes(32).toString("hex");

  constructor(folder, dates) {
    this.#folder = folder;
    this.#dates = dates;
  }

  get shopUrl() {
    return `http://localhost:${this.#shopPort}`;
  }

  get bankUrl() {
    return `http://127.0.0.1:${this.#bankPort}`;
  }

  async start() {
    await this.startSandbox();
    await this.startShop();
  }

  async startSandbox() {
    this.#sandbox = await startServer(
      "ivy-sandbox",
      ["--listen", `127.0.0.1:${this.#bankPort}`, "--database", this.#file("sandbox"), ...(this.#dates ? ["--dates"] : [])],
      { IVY_SANDBOX_API_KEY: this.#key, IVY_SANDBOX_SIGNING_SECRET: this.#secret },
    );
    this.#bankPort = Number(new URL(this.#sandbox.url).port);
  }

  async startShop() {
    this.#shopPort ||= await freePort();
    const [program, ...first] = shop;
    this.#shop = await startServer(
      program,
      [
        ...first,
        ...["--listen", `127.0.0.1:${this.#shopPort}`, "--origin", this.shopUrl, "--database", this.#file("shop")],
        ...["--page", path.join(root, "www/shop/page"), "--package", path.join(root, "pkg")],
        ...["--login-environment", "local"],
      ],
      {
        IVY_API_KEY: this.#key,
        IVY_API_URL: this.bankUrl,
        IVY_SIGNING_SECRET: this.#secret,
        IVY_TABLE_SECRET: this.#tableSecret,
        IVY_LOGIN_ORIGINS: this.bankUrl,
      },
    );
  }

  stopSandbox = () => stopServer(this.#sandbox);
  stopShop = () => stopServer(this.#shop);

  async restart() {
    await this.stopShop();
    await this.stopSandbox();
    await this.start();
  }

  /** Returns the counters of the sandbox: `{creates, lists, details, bankLogins, callbacksSent}`. */
  async stats() {
    return (await fetch(`${this.bankUrl}/sandbox/stats`)).json();
  }

  /** Marks a session as expired in the sandbox. */
  async expire(id) {
    const response = await fetch(`${this.bankUrl}/sandbox/expire`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ id }),
    });
    if (!response.ok) throw new Error(`the sandbox answered ${response.status} to expire`);
  }

  /** The secrets that only the two servers may know. */
  get secrets() {
    return [this.#key, this.#secret, this.#tableSecret];
  }

  /** The output of both servers so far. */
  get logs() {
    return [this.#sandbox, this.#shop].map((server) => server.output.join("\n")).join("\n");
  }

  async close() {
    await this.stopShop();
    await this.stopSandbox();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #file(name) {
    return path.join(this.#folder, `${name}.sqlite`);
  }
}

/**
 * Starts a server and waits for its line `NAME: listening on URL`. `name` is a program that cargo built, or a path; `cwd` is
 * the folder in which it runs.
 */
export async function startServer(name, options, environment, cwd) {
  const [command, ...rest] = childCommand(path.resolve(programs, name), options);
  const child = spawn(command, rest, {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    cwd,
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  const output = [];
  const announced = new Promise((resolve, reject) => {
    const read = (line) => {
      output.push(line);
      const [, url] = line.split(": listening on ");
      if (url) resolve(url.trim());
    };
    createInterface(child.stdout).on("line", read);
    createInterface(child.stderr).on("line", read);
    const fail = () => reject(new Error(`${name} did not start:\n${output.join("\n")}`));
    child.once("error", fail).once("exit", fail);
    setTimeout(fail, startTime).unref();
  });
  return { child, output, url: await announced };
}

/** Stops a server by SIGTERM, and by SIGKILL after three seconds. */
export async function stopServer({ child }) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const patience = setTimeout(() => child.kill("SIGKILL"), 3_000);
  await ended;
  clearTimeout(patience);
}
