// A server of node:http2 without this package, and clients that end their connections by a GOAWAY with each code. The process ends
// with 0 if it survives. Node 22.23 does not: it asserts that a stream has a reader.

import http2 from "node:http2";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";

const server = http2.createServer((request, response) => {
  request.on("error", () => {}).resume();
  response.on("error", () => {}).end("x".repeat(1_000));
});
await once(server.listen(0, "127.0.0.1"), "listening");
const url = `http://127.0.0.1:${server.address().port}`;
const ends = [(client) => client.destroy(), () => {}];
await Promise.all(
  Array.from({ length: 14 * ends.length * 3 }, async (_, at) => {
    const client = http2.connect(url).on("error", () => {});
    const stream = client.request({ ":method": "POST" }).on("error", () => {});
    stream.write("half");
    if (at % 3 === 0) await once(stream, "response").catch(() => {});
    client.goaway(at % 14);
    ends[at % ends.length](client);
    await wait(50);
    client.destroy();
  }),
);
process.exit(0);
