// Servers as child processes. They are stopped by their process ids, at the latest when this process exits.

import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { childCommand, programs } from "../engines/child.mjs";

/** The time for a start, in milliseconds. */
const START_TIME = 60_000;

const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

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
    const fail = () => reject(new Error(`${name} did not start; if it is not built, run \`cargo build --workspace\`:\n${output.join("\n")}`));
    child.once("error", fail).once("exit", fail);
    setTimeout(fail, START_TIME).unref();
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
