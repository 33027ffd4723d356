// workerd, the runtime of Cloudflare Workers, as a child process.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import workerd from "workerd";
import { childCommand } from "../engines/child.mjs";

/**
 * Starts workerd with its command line, and waits until it listens. Returns the process and the port.
 *
 * @param log takes the lines of its output
 */
export async function startWorkerd(options, { log, cwd, environment = {} }) {
  const [command, ...rest] = childCommand(workerd.default, ["serve", "--control-fd=3", ...options]);
  const child = spawn(command, rest, { stdio: ["ignore", "pipe", "pipe", "pipe"], cwd, env: { ...process.env, ...environment } });
  const printed = [];
  for (const output of [child.stdout, child.stderr]) {
    createInterface(output).on("line", (line) => {
      printed.push(line);
      log(line);
    });
  }
  for await (const line of createInterface(child.stdio[3])) {
    const { event, port } = JSON.parse(line);
    if (event === "listen") return { child, port };
  }
  throw new Error(`workerd ended before it listened\n${printed.join("\n")}`);
}
