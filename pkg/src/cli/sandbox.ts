// `npx ivy-data-session sandbox`: a stand-in for Ivy.

import { startSandboxFor } from "./start-sandbox.ts";
import { stopped } from "./stopped.ts";
import { helpOf, portOf, readWords, type OptionTable } from "./words.ts";

const PORT = 8081;

const OPTIONS: OptionTable = {
  port: { value: "PORT", text: `the port on 127.0.0.1; 0 means a free one [default: ${PORT}]` },
  file: { value: "FILE", text: "a file that keeps the sessions for the next start [default: none]" },
};

/** Runs the command. */
export async function sandbox(words: string[]): Promise<number> {
  const given = readWords("sandbox", words, OPTIONS);
  if (given.has("help")) {
    console.log(helpOf("sandbox", OPTIONS));
    return 0;
  }
  const end = stopped();
  const running = await startSandboxFor("sandbox", { port: portOf("sandbox", given, PORT), file: given.get("file") });
  const { origin, apiKey, signingSecret } = running;
  console.log(`sandbox: stands in for Ivy at ${origin} until Ctrl-C

Give your proxy:
  apiUrl         ${origin}
  apiKey         ${apiKey}
  webhookSecret  ${signingSecret}

Log in to a test bank as ada or ben, with the password "password".
Open ${origin}/sandbox/calls to see the calls of your proxy.`);
  await end;
  await running.stop();
  console.log("sandbox: ended");
  return 0;
}
