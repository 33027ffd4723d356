// Tests of the listener for Node's own server and for Express, over real connections.

import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import { test } from "node:test";
import "../shared/typescript.mjs";

const { toCoreRequest } = await import("../../pkg/src/proxy/http/request.ts");
const { toNodeListener } = await import("../../pkg/src/proxy/node/listener.ts");

/**
 * Starts a server with a fake proxy and runs `use` with its URL. Returns the result of `use` and the requests that the proxy
 * got.
 */
async function withServer(act, use, around = (listener) => listener) {
  const seen = [];
  const proxy = Object.assign(
    async (request, info) => {
      seen.push({ request, info });
      return act(request, info);
    },
    { basePath: "/api/ivy" },
  );
  const server = http.createServer(around(toNodeListener(proxy))).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return { seen, result: await use(`http://127.0.0.1:${server.address().port}`, server.address().port) };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const body = (request, limit = 1000, deadline = 30_000) => toCoreRequest(request, undefined, { basePath: "/api/ivy" }, assert.fail).body(limit, deadline);
const echo = async (request) => new Response(await body(request), { status: 200 });
const faultOf = async (request, ...limits) => body(request, ...limits).then(() => new Response("read"), ({ fault }) => new Response(fault, { status: 413 }));

/** Sends bytes. Returns the response's bytes once they are `enough` or the server has closed the connection. */
function raw(port, text, enough = () => false) {
  const socket = net.connect(port, "127.0.0.1");
  let received = "";
  const over = new Promise((resolve) => {
    socket.on("close", resolve).on("error", resolve);
    socket.on("data", (chunk) => enough((received += chunk)) && resolve());
  });
  socket.write(text);
  return over.then(() => (socket.destroy(), received));
}

/** Returns a promise and the function that resolves it. */
function later() {
  let resolveIt;
  return [new Promise((resolve) => (resolveIt = resolve)), resolveIt];
}

test("request and response are passed on unchanged, with each cookie and a length", async () => {
  const headers = [["set-cookie", "a=1"], ["set-cookie", "b=2"], ["ivy-request-id", "r-1"]];
  const act = async (request) => new Response(await body(request), { status: 201, headers });
  const { seen, result } = await withServer(act, (url) => fetch(`${url}/api/ivy/result?x=1`, { method: "POST", body: '{"a":"Zoë"}', headers: { cookie: "who=ada" } }));
  assert.deepEqual([result.status, await result.text(), result.headers.getSetCookie()], [201, '{"a":"Zoë"}', ["a=1", "b=2"]]);
  assert.deepEqual([result.headers.get("ivy-request-id"), result.headers.get("content-length"), result.headers.has("date")], ["r-1", "12", true]);
  const [{ request, info }] = seen;
  assert.deepEqual([request.method, new URL(request.url).pathname, new URL(request.url).search, request.headers.get("cookie")], ["POST", "/api/ivy/result", "?x=1", "who=ada"]);
  assert.equal(info.address, "127.0.0.1");
});

test("a body is not read before it is needed, and a refusal arrives although the body is long", async () => {
  const { result } = await withServer(
    (request) => faultOf(request, 1000),
    async (url) => {
      const announced = await fetch(`${url}/api/ivy/result`, { method: "POST", body: "x".repeat(2_000_000) });
      const parts = new ReadableStream({ pull: (controller) => controller.enqueue(new TextEncoder().encode("x".repeat(5000))) });
      const texts = [await announced.text()];
      const endless = await fetch(`${url}/api/ivy/result`, { method: "POST", body: parts, duplex: "half" });
      return [...texts, await endless.text()];
    },
  );
  assert.deepEqual(result, ["too_long", "too_long"]);
});

test("only a little of an unused body is read before its connection closes; with a short rest it stays open", async () => {
  const head = (length) => `POST /api/ivy/result HTTP/1.1\r\nHost: shop.example\r\nContent-Length: ${length}\r\n\r\n`;
  const answers = (received) => received.split("HTTP/1.1 401").length - 1;
  const sockets = new Set();
  const around = (listener) => (incoming, outgoing) => (sockets.add(incoming.socket), listener(incoming, outgoing));
  const refuse = async () => new Response("no", { status: 401 });
  const size = 8_000_000;
  await withServer(
    refuse,
    async (url, port) => {
      // The whole body is in transit. The response arrives and the connection closes, although the client continues to send.
      const socket = net.connect({ port, host: "127.0.0.1", allowHalfOpen: true });
      let received = "";
      socket.on("data", (chunk) => (received += chunk)).on("error", () => {});
      socket.write(head(size));
      socket.write("x".repeat(size - 1));
      await once(socket, "end");
      assert.equal(answers(received), 1);
      socket.destroy();
      const [{ bytesRead }] = sockets;
      assert.ok(bytesRead < size / 4, `${bytesRead} bytes were read`);
    },
    around,
  );
  const { result } = await withServer(refuse, (url, port) => {
    const socket = net.connect(port, "127.0.0.1");
    return new Promise((resolve, reject) => {
      let received = "";
      socket.on("error", reject).on("data", (chunk) => {
        received += chunk;
        if (received.endsWith("no") && answers(received) === 1) socket.write(`${"x".repeat(1000)}${head(0)}`);
        if (answers(received) === 2) socket.destroy(), resolve(received);
      });
      socket.write(head(1000));
    });
  });
  assert.equal(answers(result), 2);
});

test("a body that is too slow, or breaks off, is known as such", async () => {
  const head = "POST /api/ivy/result HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 10\r\n\r\nhalf";
  const slow = await withServer((request) => faultOf(request, 1000, 50), (url, port) => raw(port, head, (received) => received.endsWith("too_slow")));
  assert.match(slow.result, /^HTTP\/1\.1 413 [^]*too_slow/);
  const [fault, tellFault] = later();
  const [beginning, tellBeginning] = later();
  const broken = await withServer(
    (request) => {
      tellBeginning();
      return body(request).catch(({ fault }) => (tellFault(fault), new Response()));
    },
    async (url, port) => {
      const socket = net.connect(port, "127.0.0.1");
      socket.write(head);
      await beginning;
      socket.destroy();
      return fault;
    },
  );
  assert.equal(broken.result, "broken");
});

test("a body that was read before the proxy is known as such", async () => {
  const parsed = (listener) => async (incoming, outgoing) => {
    for await (const chunk of incoming) incoming.body = String(chunk);
    listener(incoming, outgoing);
  };
  const { result } = await withServer(faultOf, async (url) => (await fetch(`${url}/api/ivy/result`, { method: "POST", body: "{}" })).text(), parsed);
  assert.equal(result, "consumed");
});

test("methods and paths that no Request is made of reach the proxy", async () => {
  const table = [
    ["TRACE", "/api/ivy/result", "TRACE", "/api/ivy/result"],
    ["GET", "/api/ivy/result", "GET", "/api/ivy/result"],
    ["HEAD", "/api/ivy/result", "HEAD", "/api/ivy/result"],
    ["POST", "/api/ivy/%2e%2e/x/../result", "POST", "/"],
    ["POST", "/api/ivy/./result", "POST", "/"],
    ["POST", "//evil.example/api/ivy/result", "POST", "//evil.example/api/ivy/result"],
    ["POST", "http://evil.example/api/ivy/result", "POST", "/"],
    ["POST", "*", "POST", "/"],
  ];
  for (const [method, place, asMethod, asPath] of table) {
    const text = `${method} ${place} HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`;
    const { seen, result } = await withServer(() => new Response("answered"), (url, port) => raw(port, text));
    assert.match(result, /^HTTP\/1\.1 200 /, `${method} ${place}`);
    assert.deepEqual([seen[0].request.method, new URL(seen[0].request.url).pathname], [asMethod, asPath]);
    assert.equal(result.endsWith("answered"), method !== "HEAD");
  }
});

test("a header that is sent twice is not taken for one", async () => {
  const text = "POST /api/ivy/result HTTP/1.1\r\nHost: a\r\nOrigin: https://shop.example\r\nOrigin: https://evil.example\r\nCookie: a=1\r\nCookie: b=2\r\nX-Odd: \xe9\r\nContent-Length: 0\r\n\r\n";
  const { seen } = await withServer(() => new Response(), (url, port) => raw(port, Buffer.from(text, "latin1"), (received) => received.includes("\r\n\r\n")));
  const { headers } = seen[0].request;
  assert.deepEqual([headers.get("origin"), headers.get("cookie"), headers.get("x-odd")], ["https://shop.example, https://evil.example", "a=1; b=2", "é"]);
});

test("within Express other paths go on to the shop's own routes, wherever it is mounted", async () => {
  const express = (listener) => (incoming, outgoing) => {
    incoming.originalUrl = incoming.url;
    incoming.url = "/";
    listener(incoming, outgoing, () => outgoing.end("the shop"));
  };
  for (const [place, text] of [["/api/ivy/result", "the proxy"], ["/api/ivy", "the shop"], ["/checkout", "the shop"], ["/api/ivyy/result", "the shop"]]) {
    const { result } = await withServer(() => new Response("the proxy"), async (url) => (await fetch(url + place)).text(), express);
    assert.equal(result, text, place);
  }
});

test("a value that is no proxy is refused", () => {
  for (const wrong of [undefined, {}, "proxy"]) assert.throws(() => toNodeListener(wrong), { code: "misconfigured", message: /^toNodeListener: proxy is .+; expected / });
});
