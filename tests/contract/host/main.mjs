// The JavaScript proxy for the contract suite, in the runtime that the first argument names: `node` or `workerd`. The first line
// of stdin holds the settings. Each later line is a call of the shop's own server, whose result is one line on stdout. The log
// goes to stderr. The process ends with its stdin.

import { createInterface } from "node:readline";

const { start } = await import(process.argv[2] === "workerd" ? "./workerd.mjs" : "./node.mjs");

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const lines = createInterface(process.stdin)[Symbol.asyncIterator]();
try {
  const first = JSON.parse((await lines.next()).value);
  let running = await start(first);
  say({ url: running.url });
  for await (const line of lines) {
    const question = JSON.parse(line);
    if (question.call === "restart") {
      await running.stop();
      running = await start(first);
      say({ result: running.url });
    } else {
      say(await running.answer(question));
    }
  }
  process.exit(0);
} catch (error) {
  say({ error: error.message });
  process.exit(1);
}
