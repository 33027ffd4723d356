// A build without configuration except the entry: `node build.js <webpack package> <output folder>`.

import { cp } from "node:fs/promises";
import path from "node:path";

const [tool, output] = process.argv.slice(2);
const { default: webpack } = await import(tool);
const compiler = webpack({ mode: "production", entry: "./app/main.js", output: { path: path.resolve(output) } });
const stats = await new Promise((resolve, reject) => {
  compiler.run((error, done) => compiler.close(() => (error ? reject(error) : resolve(done))));
});
if (stats.hasErrors() || stats.hasWarnings()) {
  console.error(stats.toString());
  process.exit(1);
}
await cp("index.html", path.join(output, "index.html"));
