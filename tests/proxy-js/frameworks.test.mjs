// Tests of the adapters with requests and contexts as frameworks make them. `tests/hosts` has the frameworks themselves.

import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import { PassThrough, Readable } from "node:stream";
import { test } from "node:test";
import "../shared/typescript.mjs";

const { toCoreRequest } = await import("../../pkg/src/proxy/http/request.ts");
const { attachProxy } = await import("../../pkg/src/proxy/node/attach.ts");
const { toFastifyPlugin } = await import("../../pkg/src/proxy/node/fastify.ts");
const { toKoaMiddleware } = await import("../../pkg/src/proxy/node/koa.ts");
const { toNodeListener } = await import("../../pkg/src/proxy/node/listener.ts");
const { toRequest } = await import("../../pkg/src/proxy/node/request.ts");

const bodyOf = async (request) => Buffer.from(await toCoreRequest(request, undefined, { basePath: "/api/ivy" }, assert.fail).body(1000, 30_000)).toString("latin1");

/** A request of no connection: `members` has what the framework adds. */
const incoming = (chunks, members) =>
  Object.assign(Readable.from(chunks), { method: "POST", url: "/api/ivy/result", headers: {}, rawHeaders: [], httpVersionMajor: 1, socket: new PassThrough(), ...members });

test("headers without raw headers are read, each value of a list", () => {
  const rows = [
    [{ origin: "https://shop.example", cookie: "a=1; b=2", "x-number": 7 }, { origin: "https://shop.example", cookie: "a=1; b=2", "x-number": "7" }],
    [{ origin: ["https://shop.example", "https://evil.example"] }, { origin: "https://shop.example, https://evil.example" }],
    [{ origin: undefined, cookie: "a=1", ":path": "/" }, { cookie: "a=1" }],
    [undefined, {}],
  ];
  for (const [headers, expected] of rows) {
    for (const rawHeaders of [[], undefined]) assert.deepEqual(Object.fromEntries(toRequest(incoming([], { headers, rawHeaders })).headers), expected);
  }
  // Raw headers say more: a header that was sent twice.
  const both = incoming([], { headers: { origin: "https://shop.example" }, rawHeaders: ["Origin", "https://shop.example", "Origin", "https://evil.example"] });
  assert.equal(toRequest(both).headers.get("origin"), "https://shop.example, https://evil.example");
});

test("the raw body is used if the body was read, and only then", async () => {
  const bytes = Buffer.from([0x7b, 0xe9, 0xff, 0x7d]);
  const read = async (members, kept) => {
    const request = incoming([Buffer.from("the body")], members);
    if (members.isRead) for await (const _ of request);
    return bodyOf(toRequest(request, kept));
  };
  assert.equal(await read({ isRead: true, rawBody: bytes }), bytes.toString("latin1"));
  assert.equal(await read({ isRead: true, rawBody: new Uint8Array(bytes) }), bytes.toString("latin1"));
  assert.equal(await read({ isRead: true, rawBody: "Zo\u00eb" }), Buffer.from("Zo\u00eb").toString("latin1"));
  assert.equal(await read({ isRead: true, rawBody: "" }), "");
  assert.equal(await read({ isRead: true }, { rawBody: "kept" }), "kept");
  assert.equal(await read({ isRead: true, body: bytes }), bytes.toString("latin1"));
  assert.equal(await read({ rawBody: bytes, body: bytes }), "the body");
  // A parsed body has lost its bytes. A text may be one, too: that of the JSON "\"{}\"" is "{}".
  await assert.rejects(read({ isRead: true, body: "{}" }), { fault: "consumed" });
  for (const rawBody of [undefined, null, true, { a: 1 }, 7]) await assert.rejects(read({ isRead: true, rawBody, body: { a: 1 } }), { fault: "consumed" });
  const long = incoming(["x"], { rawBody: "x".repeat(1001) });
  for await (const _ of long);
  await assert.rejects(bodyOf(toRequest(long)), { fault: "too_long" });
});

/** Makes a proxy that responds with `status`, and records its requests. */
const fake = (seen = [], members = {}) =>
  Object.assign(async (request, info) => (seen.push([new URL(request.url).pathname, info?.address]), new Response("the proxy", { status: 201 })), { basePath: "/api/ivy", ...members });

/** A response of no connection. */
function response() {
  const headers = {};
  const made = Object.assign(new PassThrough(), { headers, setHeader: (name, value) => (headers[name] = value) });
  return made;
}

test("a request without a connection, whose body nobody reads, is answered", async () => {
  for (const members of [{}, { socket: undefined }, { socket: {} }, { complete: true, httpVersionMajor: "1" }, { httpVersionMajor: undefined }]) {
    const outgoing = response();
    toNodeListener(fake())(incoming(["unread"], members), outgoing);
    const [chunk] = await once(outgoing, "data");
    assert.deepEqual([outgoing.statusCode, String(chunk)], [201, "the proxy"], JSON.stringify(members));
  }
});

async function withServer(server, use) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await use(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const text = async (url) => (await fetch(url, { method: "POST", body: "{}" })).text();

test("an attached proxy gets its own paths, and all listeners of the server get the others", async () => {
  const heard = [];
  const server = http.createServer((request, response) => response.end("the shop"));
  server.on("request", ({ url }) => heard.push(url));
  assert.equal(attachProxy(server, fake([], { plainReturnPaths: ["/plain/return"] })), server);
  attachProxy(server, fake([], { basePath: "/second" }));
  await withServer(server, async (url) => {
    const rows = { "/api/ivy/result": "the proxy", "/second/result": "the proxy", "/plain/return?ivy=x": "the proxy", "/plain/return/": "the proxy", "/plain/returned": "the shop", "/api/ivy": "the shop", "/": "the shop" };
    for (const [path, expected] of Object.entries(rows)) assert.equal(await text(url + path), expected, path);
  });
  assert.deepEqual(heard, ["/plain/returned", "/api/ivy", "/"]);
});

test("an error of the shop's own listener stays that listener's error", () => {
  const server = http.createServer(() => {
    throw new Error("the shop's");
  });
  attachProxy(server, fake());
  assert.throws(() => server.emit("request", incoming([], { url: "/checkout" }), response()), /the shop's/);
});

test("Koa's context: the proxy responds itself, and other paths are Koa's", async () => {
  for (const respond of [undefined, true]) {
    const context = { req: incoming([], {}), res: response(), originalUrl: "/api/ivy/result", ...(respond && { respond }) };
    await toKoaMiddleware(fake())(context, assert.fail);
    assert.deepEqual([context.respond, context.res.statusCode], [false, 201]);
    const other = { req: incoming([], { url: "/" }), res: response(), originalUrl: "/checkout", ...(respond && { respond }) };
    assert.equal(await toKoaMiddleware(fake())(other, async () => "the shop"), "the shop");
    assert.equal(other.respond, respond);
  }
  const context = () => ({ req: incoming([], { url: "/" }), res: response(), originalUrl: "/checkout" });
  await assert.rejects(toKoaMiddleware(fake())(context(), async () => Promise.reject(new Error("the shop's"))), /the shop's/);
  // A mounted middleware sees the rest of the path, and a body parser keeps the text.
  const seen = [];
  const mounted = { ...context(), originalUrl: "/api/ivy/result" };
  await toKoaMiddleware(fake(seen))(mounted, assert.fail);
  assert.equal(seen[0][0], "/api/ivy/result");
});

test("Fastify's plugin has a route for each path of the proxy, and parses no body", () => {
  const [routes, parsers] = [[], []];
  const scope = { removeAllContentTypeParsers: () => parsers.push("none"), addContentTypeParser: (type) => parsers.push(type), all: (path, _options, handler) => typeof handler === "function" && routes.push(path) };
  let isDone = false;
  toFastifyPlugin(fake([], { plainReturnPaths: ["/plain/return"] }))(scope, {}, () => (isDone = true));
  assert.deepEqual([routes, parsers, isDone], [["/api/ivy/*", "/plain/return"], ["none", "*"], true]);
});

test("a value that is no proxy or no server is refused", () => {
  for (const wrong of [undefined, {}, "proxy"]) {
    assert.throws(() => toFastifyPlugin(wrong), { code: "misconfigured", message: /^toFastifyPlugin: proxy is .+; expected / });
    assert.throws(() => toKoaMiddleware(wrong), { code: "misconfigured", message: /^toKoaMiddleware: proxy is .+; expected / });
    assert.throws(() => attachProxy(http.createServer(), wrong), { code: "misconfigured", message: /^attachProxy: proxy is .+; expected what / });
    assert.throws(() => attachProxy(wrong, fake()), { code: "misconfigured", message: /^attachProxy: server is .+; expected one of node:http/ });
  }
});
