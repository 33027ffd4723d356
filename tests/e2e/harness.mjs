// A shop and a sandbox for the end-to-end tests, with fresh databases, on ports that the system chooses.
//
// `cargo xtask test --only e2e` builds the programs and runs the tests. After that, single files also run by `node --test
// tests/e2e/<file>`. With IVY_DEMO_PROXY=js in the environment the shop on Node is used.

import { freePort } from "../engines/service.mjs";
import { TestEnv } from "../proxy/test-env.mjs";
import { stopServer } from "../shared/servers.mjs";

/** Starts shop and sandbox with fresh databases. With `dates` the sandbox includes creation dates in its lists. */
export async function startTestEnv({ dates = false } = {}) {
  const env = await DemoEnv.make({ proxy: process.env.IVY_DEMO_PROXY });
  env.sandboxOptions = dates ? ["--dates"] : [];
  await env.start();
  return env;
}

/** One shop and one sandbox that are connected to each other only. Each keeps its port when it is restarted. */
class DemoEnv extends TestEnv {
  #sandbox;
  #shop;
  sandboxOptions = [];

  get shopUrl() {
    return this.#shop.url;
  }

  get bankUrl() {
    return this.ivy;
  }

  async start() {
    await this.startSandbox();
    await this.startShop();
  }

  async startSandbox() {
    const port = this.#sandbox?.port;
    this.#sandbox = await super.startSandbox({ options: this.sandboxOptions, port, log: "" });
  }

  async startShop() {
    const port = this.#shop?.port ?? (await freePort());
    this.#shop = await super.startShop({ port, origin: `http://localhost:${port}`, requestsPerMinute: 0, log: "" });
  }

  stopSandbox = () => stopServer(this.#sandbox);
  stopShop = () => stopServer(this.#shop);

  async restart() {
    await this.stopShop();
    await this.stopSandbox();
    await this.start();
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
    return [this.key, this.secret, this.tableSecret];
  }

  /** The output of both servers so far. */
  get logs() {
    return [this.#sandbox, this.#shop].map((server) => server.output.join("\n")).join("\n");
  }
}
