// `npx ivy-data-session demo`: the demo shop, with its proxy and the sandbox.

import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { startSandboxFor } from "./start-sandbox.ts";
import { stopped } from "./stopped.ts";
import { helpOf, portOf, readWords, type OptionTable } from "./words.ts";

const PORT = 8080;

const OPTIONS: OptionTable = {
  port: { value: "PORT", text: `the port of the shop; 0 means a free one [default: ${PORT}]` },
};

/** Returns the path of a folder of the package. */
const folder = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Runs the command. Shop and sandbox keep everything in memory. */
export async function demo(words: string[]): Promise<number> {
  const given = readWords("demo", words, OPTIONS);
  if (given.has("help")) {
    console.log(helpOf("demo", OPTIONS));
    return 0;
  }
  const port = portOf("demo", given, PORT);
  const end = stopped();
  const sandbox = await startSandboxFor("demo", {});
  const shop = await startShop(port, sandbox).catch(async (error: unknown) => {
    await sandbox.stop();
    throw error;
  });
  console.log(`demo: a shop with its proxy, and a sandbox that stands in for Ivy at ${sandbox.origin}
Sign in to the shop, pay by bank, and log in to a test bank as ada or ben, with the password "password".

Open ${shop.origin} (Ctrl-C ends all of it)`);
  await end;
  await shop.stop();
  await sandbox.stop();
  console.log("demo: ended");
  return 0;
}

/** Starts the shop over the files of the package. */
async function startShop(port: number, { origin, apiKey, signingSecret }: { origin: string; apiKey: string; signingSecret: string }) {
  const [{ startShop: start }, library, server] = await Promise.all([
    import("#package/demo/shop/start.js"),
    import("#package/inline.js"),
    import("#package/proxy.js"),
  ]);
  const settings = {
    host: "127.0.0.1",
    port,
    database: ":memory:",
    folders: { page: folder("./demo/page"), package: folder(".") },
    loginEnvironment: "local",
    loginOrigins: [origin],
    apiKey,
    apiUrl: origin,
    webhookSecret: signingSecret,
    tableSecret: randomBytes(32).toString("hex"),
    lowestLevel: "ERROR",
  };
  return start({ ...library, ...server }, settings).catch((error: NodeJS.ErrnoException) => {
    const isPort = error.code === "EADDRINUSE" || error.code === "EACCES";
    throw new Error(isPort ? `demo: --port: 127.0.0.1:${port} cannot be used (${error.code}); expected a free port` : `demo: ${error.message}`);
  });
}
