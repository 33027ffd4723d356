// The shop of the measured pages: files that browsers may keep, pages that they may not, and a proxy behind which Ivy takes
// its time.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { brotliCompressSync } from "node:zlib";
import { PACKAGE, WASM } from "../build.mjs";
import { makeList } from "../inputs/lists.js";
import { html, PAGES } from "./pages.mjs";

/** The time that Ivy takes for a list, in milliseconds. */
const IVY_MS = 200;

const KEPT = { "cache-control": "public, max-age=31536000, immutable" };
const FRESH = { "cache-control": "no-store" };

const LIST = new TextDecoder().decode(makeList("ascii", 1).bytes);

/** Returns the proxy's response to a list. */
async function list() {
  await wait(IVY_MS);
  return { body: LIST, now: Math.floor(Date.now() / 1_000), guest: false };
}

/** Returns the files of the site, by path, as `[type, bytes]`. */
async function files() {
  const found = new Map();
  for (const { id, script } of PAGES) found.set(`/assets/${id}.js`, ["text/javascript", Buffer.from(script)]);
  for (const name of ["index.js", "early.js"]) found.set(`/ivy/${name}`, ["text/javascript", await readFile(PACKAGE + name)]);
  found.set(`/ivy/${WASM}`, ["application/wasm", await readFile(PACKAGE + WASM)]);
  return new Map([...found].map(([path, [type, bytes]]) => [path, [type, brotliCompressSync(bytes)]]));
}

async function page(id) {
  const found = PAGES.find((page) => page.id === id);
  if (!found) return undefined;
  const read = found.isRendered ? await list() : undefined;
  const session = read && JSON.parse(read.body).dataSessions[0];
  return html(found, session, found.base ? read : undefined);
}

/** Starts the shop. Returns its URL, the paths of the lists that were asked for, and a function that stops it. */
export async function serveShop() {
  const kept = await files();
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const send = (type, bytes, headers) =>
      response.writeHead(200, { "content-type": type, "content-encoding": "br", "content-length": bytes.length, ...headers }).end(bytes);
    if (pathname === "/api/ivy/data/session/list") {
      for await (const _ of request);
      shop.lists += 1;
      return send("application/json", brotliCompressSync((await list()).body), FRESH);
    }
    const file = kept.get(pathname);
    if (file) return send(...file, KEPT);
    const text = await page(pathname.slice(1));
    if (text === undefined) return response.writeHead(404).end();
    return send("text/html", brotliCompressSync(text), FRESH);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const shop = {
    url: `http://127.0.0.1:${server.address().port}`,
    lists: 0,
    close: () => (server.closeAllConnections(), server.close()),
  };
  return shop;
}
