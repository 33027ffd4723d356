// A WebDriver server: the program between the tests and a browser.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { childCommand } from "./child.mjs";

const START_TIME = 60_000;

const running = new Set();
process.on("exit", () => running.forEach((process) => process.kill()));

/** Starts a driver and waits until it responds. Returns its `url` and `stop`. */
export async function startDriver(program, options, environment) {
  const port = await freePort();
  const [command, ...rest] = childCommand(program, [`--port=${port}`, ...options]);
  const started = spawn(command, rest, { env: { ...process.env, ...environment }, stdio: ["ignore", "ignore", "pipe"] });
  const stderr = [];
  started.stderr.on("data", (bytes) => stderr.push(bytes));
  running.add(started);
  const ended = once(started, "exit").finally(() => running.delete(started));
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    started.kill();
    await ended;
  };
  for (const end = Date.now() + START_TIME; ; await pause(20)) {
    const ready = await fetch(`${url}/status`).then(({ ok }) => ok, () => false);
    if (ready) return { url, stop };
    if (started.exitCode !== null || Date.now() > end) {
      await stop();
      throw new Error(`${program} did not start: ${Buffer.concat(stderr)}`);
    }
  }
}

/** Returns a port that was free when checked. Another process may take it first. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
