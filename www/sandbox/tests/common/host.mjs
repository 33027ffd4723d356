// Runs the sandbox of the built package with the options in `IVY_SANDBOX_OPTIONS`, until its standard input ends. Prints its
// origin.

import { startSandbox } from "../../../../pkg/sandbox.js";

const given = JSON.parse(process.env.IVY_SANDBOX_OPTIONS);
const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
const sandbox = await startSandbox(options);
console.log(sandbox.origin);
process.stdin.resume().on("end", async () => {
  await sandbox.stop();
  process.exit();
});
