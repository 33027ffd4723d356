// Tests of requests to Ivy: the response, or the kind of fault. Faults before the connection was established can be retried.

import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import { after, before, test } from "node:test";
import "../shared/typescript.mjs";

const { post } = await import("../../pkg/src/proxy/http/post.ts");

let server;
let base;
const seen = [];

/** The server's behaviour, by path. */
const acts = {
  "/answer": (request, response) => response.writeHead(200, { "content-type": "application/json", "retry-after": "7" }).end('{"id":"s1"}'),
  "/redirect": (request, response) => response.writeHead(307, { location: "/answer" }).end(),
  "/refusal": (request, response) => response.writeHead(422).end("quotes what was sent"),
  "/silence": () => {},
  "/reset": (request) => request.socket.destroy(),
  "/half": (request, response) => response.writeHead(200, { "content-length": "100" }).write("half", () => request.socket.destroy()),
  "/drip": (request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write(" "), 10);
    response.on("close", () => clearInterval(timer));
  },
  "/long": (request, response) => response.writeHead(200).end("x".repeat(1001)),
  "/just": (request, response) => response.writeHead(200).end("x".repeat(1000)),
};

before(async () => {
  server = http.createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    seen.push({ method: request.method, path: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() });
    acts[request.url](request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  base = `http://127.0.0.1:${server.address().port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const headers = [["x-ivy-api-key", "made-for-tests"], ["content-type", "application/json"]];
const send = (url, { body = "{}", connect = 30_000, deadline = 30_000 } = {}) => post(url, headers, body, connect, deadline, 1000);

test("the request is sent unchanged, and the response returned unchanged", async () => {
  const { status, headers, bytes } = await send(`${base}/answer`, { body: '{"name":"Zoë"}' });
  assert.deepEqual([status, new TextDecoder().decode(bytes)], [200, '{"id":"s1"}']);
  const of = (name) => headers.find(([given]) => given.toLowerCase() === name)?.[1];
  assert.deepEqual([of("content-type"), of("retry-after")], ["application/json", "7"]);
  const sent = seen.at(-1);
  assert.deepEqual([sent.method, sent.body, sent.headers["x-ivy-api-key"], sent.headers["content-length"]], ["POST", '{"name":"Zoë"}', "made-for-tests", "15"]);
});

test("a redirect is returned and not followed", async () => {
  const before = seen.length;
  assert.equal((await send(`${base}/redirect`)).status, 307);
  assert.equal(seen.length, before + 1);
});

test("the body of a refusal is not read", async () => {
  const { status, bytes } = await send(`${base}/refusal`);
  assert.deepEqual([status, bytes.length], [422, 0]);
});

test("a response has at most the length that is allowed", async () => {
  assert.equal((await send(`${base}/just`)).bytes.length, 1000);
  await assert.rejects(send(`${base}/long`), { fault: "too_long" });
});

test("connections are used again, and one that the other side has closed meanwhile does not matter", async () => {
  for (let round = 0; round < 3; round++) {
    assert.equal((await send(`${base}/answer`)).status, 200);
    server.closeIdleConnections();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
});

const free = async () => {
  const probe = net.createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
};

/** Starts a server that accepts connections and sends nothing, so that TLS never starts. */
async function silent() {
  const sockets = new Set();
  const listener = net.createServer((socket) => sockets.add(socket.on("error", () => {}))).listen(0, "127.0.0.1");
  await once(listener, "listening");
  const close = () => {
    for (const socket of sockets) socket.destroy();
    listener.close();
  };
  return { url: `https://127.0.0.1:${listener.address().port}/`, close };
}

const faults = {
  not_reached: {
    "nobody listens": async () => send(`http://127.0.0.1:${await free()}/`),
    "the name is unknown": () => send("https://no-such-host.invalid/"),
    "plain http to another machine": () => send("http://shop.example/"),
    "another scheme": () => send("ftp://127.0.0.1/"),
    "no TLS at the other end": async () => send(base.replace("http:", "https:")),
    "a header that HTTP does not allow": () => post(`${base}/answer`, [["x-ivy-api-key", "a\nb"]], "{}", 30_000, 30_000, 1000),
  },
  not_reached_in_time: {
    "TLS never begins": async () => {
      const { url, close } = await silent();
      return send(url, { connect: 50 }).finally(close);
    },
    "TLS never begins until the last deadline": async () => {
      const { url, close } = await silent();
      return send(url, { deadline: 50 }).finally(close);
    },
  },
  // Use long deadlines, so that the connection is established before, also on a busy machine.
  took_too_long: {
    "no answer": () => send(`${base}/silence`, { deadline: 1000 }),
    "an answer without an end": () => send(`${base}/drip`, { deadline: 1000 }),
    "longer than the connection may take to stand": () => send(`${base}/silence`, { connect: 1000, deadline: 1500 }),
  },
  broke_off: {
    "the connection ends without an answer": () => send(`${base}/reset`),
    "the connection ends within the answer": () => send(`${base}/half`),
  },
};

for (const [fault, cases] of Object.entries(faults)) {
  for (const [what, act] of Object.entries(cases)) {
    test(`${fault}: ${what}`, async () => {
      await assert.rejects(act(), (error) => {
        assert.equal(error.fault, fault);
        assert.equal(error.message, fault, "no text of somebody else's");
        return true;
      });
    });
  }
}
