// A back end in another language in front of the stand-alone program, against a fresh sandbox.

import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../engines/service.mjs";
import { root } from "../package/packed.mjs";
import { startServer, stopServer } from "../shared/servers.mjs";
import { drive, openBank } from "./host.mjs";

/** The time for the start of a back end, in milliseconds. */
const START_TIME = 60_000;

/** Checks that a program is installed. `packages` is the name at Debian. */
export function need(program, packages) {
  if (spawnSync(program, ["--version"]).error) throw new Error(`${program}: missing; expected ${packages}; apt-get install ${packages}`);
}

/**
 * Starts sandbox, program and back end, and checks everything that a back end must do. `command` returns the program and
 * arguments of the back end for its port.
 */
export async function driveBackEnd(t, example, command) {
  const bank = await openBank();
  t.after(() => bank.testEnv.close());
  const { ORIGIN, IVY_API_KEY, IVY_API_URL, IVY_SIGNING_SECRET, IVY_TABLE_SECRET } = bank.environment;
  const key = randomBytes(32).toString("hex");
  const [publicPort, privatePort] = [await freePort(), await freePort()];
  const program = await startServer("ivy-proxy", ["serve"], {
    ...{ IVY_API_KEY, IVY_API_URL, IVY_SIGNING_SECRET, IVY_TABLE_SECRET, IVY_ORIGINS: ORIGIN, IVY_CUSTOMER_KEY: key },
    ...{ IVY_LISTEN: `127.0.0.1:${publicPort}`, IVY_PRIVATE_LISTEN: `127.0.0.1:${privatePort}` },
    ...{ IVY_DATABASE_URL: bank.testEnv.file("proxy.sqlite"), IVY_ADDRESS_HEADER: "x-forwarded-for", IVY_LOGIN_ENVIRONMENT: "local" },
  });
  t.after(() => stopServer(program));
  const [name, ...rest] = command(bank.port);
  const child = spawn(name, rest, {
    cwd: path.join(root, "www/examples", example),
    env: {
      ...{ PATH: process.env.PATH, HOME: process.env.HOME, ORIGIN, PORT: String(bank.port), IVY_CUSTOMER_KEY: key },
      ...{ IVY_PROXY: `http://127.0.0.1:${publicPort}`, IVY_PROXY_PRIVATE: `http://127.0.0.1:${privatePort}` },
    },
    stdio: "inherit",
  });
  t.after(async () => {
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  });
  for (const end = Date.now() + START_TIME; ; await pause(50)) {
    const isUp = await fetch(bank.url).then(() => true, () => false);
    if (isUp) break;
    if (child.exitCode !== null || Date.now() > end) throw new Error(`${name} did not start`);
  }
  await drive(bank);
  return { bank, program };
}
