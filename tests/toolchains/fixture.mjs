// Installs the apps of this folder as a merchant would: outside of this repository, so that its `node_modules` is not found,
// with the tools of the app's lock file and the packed package.

import { execFile, spawn } from "node:child_process";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { installPacked, root } from "../package/packed.mjs";

const run = promisify(execFile);
const here = path.join(root, "tests/toolchains");

/** Environment variables that stop tools from sending statistics, checking for updates and colouring their output. */
const quiet = {
  NEXT_TELEMETRY_DISABLED: "1",
  NUXT_TELEMETRY_DISABLED: "1",
  ASTRO_TELEMETRY_DISABLED: "1",
  NG_CLI_ANALYTICS: "false",
  NO_UPDATE_NOTIFIER: "1",
  NO_COLOR: "1",
  FORCE_COLOR: undefined,
};

/**
 * Installs an app: a folder of `from`, with the common app folder `use`. Pass `tools: false` if it has no tools, and `lock` for
 * the folder of another app with the same tools.
 */
export async function install(name, { tools = true, from = here, use = "app", lock } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), `ivy-${name}-`));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await cp(path.join(from, name), folder, { recursive: true });
    for (const file of lock ? ["package.json", "package-lock.json"] : []) await cp(path.join(lock, file), path.join(folder, file));
    if (use) await cp(path.join(here, use), path.join(folder, use), { recursive: true });
    if (tools) await installTools(folder);
    const packed = await installPacked();
    const library = "node_modules/ivy-data-session";
    await cp(path.join(packed.app, library), path.join(folder, library), { recursive: true });
    await packed.remove();
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    folder,
    run: (tool, args, env) => runTool(folder, tool, args, env),
    start: (tool, args, env) => startTool(folder, tool, args, env),
    remove,
  };
}

/** Installs the tools of the lock file, preferably from npm's cache. No package runs a script. */
async function installTools(folder) {
  const flags = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];
  await run("npm", ["ci", ...flags], { cwd: folder }).catch(({ stderr }) => {
    throw new Error(`npm ci failed\n${stderr.slice(0, 2000)}`);
  });
}

/** Runs a tool until it exits. The error of a failed tool contains its output. */
async function runTool(folder, tool, args, env) {
  const options = { cwd: folder, env: { ...process.env, ...quiet, ...env } };
  try {
    return await run(process.execPath, [...toolPath(folder, tool), ...args], options);
  } catch (error) {
    throw new Error(`${tool} ${args.join(" ")} failed\n${error.stdout}\n${error.stderr}`);
  }
}

/** Starts a tool that serves, and waits at most three minutes for the URL that it prints. */
async function startTool(folder, tool, args, env) {
  const child = spawn(process.execPath, [...toolPath(folder, tool), ...args], {
    cwd: folder,
    env: { ...process.env, ...quiet, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  const late = setTimeout(() => child.kill(), 180_000);
  const url = await new Promise((resolve, reject) => {
    const read = (text) => {
      printed += text;
      const found = /http:\/\/(localhost|127\.0\.0\.1):\d+/.exec(printed);
      if (found) resolve(found[0]);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("exit", () => reject(new Error(`${tool} serves nothing\n${printed}`)));
  }).finally(() => clearTimeout(late));
  const stop = async () => {
    if (child.exitCode !== null) return;
    child.kill();
    await once(child, "exit");
  };
  return { url, stop };
}

const toolPath = (folder, tool) => (tool === "node" ? [] : [path.join(folder, "node_modules", tool)]);

/** Returns the WebAssembly files below a folder. */
export async function wasmFiles(folder) {
  return (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".wasm"));
}
