// Tests of requests to Ivy by Node's own client and by `fetch`: the response, or the kind of fault. A create is safe to repeat
// only if the connection was never open, which `fetch` does not tell.

import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import { after, before, test } from "node:test";
import "../shared/typescript.mjs";

const { post } = await import("../../pkg/src/proxy/http/post.ts");
const { fetchPost } = await import("../../pkg/src/proxy/http/fetch-post.ts");

const clients = { node: post, fetch: fetchPost };

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
const send = (client, url, { body = "{}", connect = 30_000, deadline = 30_000 } = {}) => client(url, headers, body, connect, deadline, 1000);

for (const [name, client] of Object.entries(clients)) {
  test(`${name}: the request is sent unchanged, and the response returned unchanged`, async () => {
    const { status, headers, bytes } = await send(client, `${base}/answer`, { body: '{"name":"Zoë"}' });
    assert.deepEqual([status, new TextDecoder().decode(bytes)], [200, '{"id":"s1"}']);
    const of = (name) => headers.find(([given]) => given.toLowerCase() === name)?.[1];
    assert.deepEqual([of("content-type"), of("retry-after")], ["application/json", "7"]);
    const sent = seen.at(-1);
    assert.deepEqual([sent.method, sent.body, sent.headers["x-ivy-api-key"], sent.headers["content-length"]], ["POST", '{"name":"Zoë"}', "made-for-tests", "15"]);
  });

  test(`${name}: a redirect is returned and not followed`, async () => {
    const before = seen.length;
    assert.equal((await send(client, `${base}/redirect`)).status, 307);
    assert.equal(seen.length, before + 1);
  });

  test(`${name}: the body of a refusal is not read`, async () => {
    const { status, bytes } = await send(client, `${base}/refusal`);
    assert.deepEqual([status, bytes.length], [422, 0]);
  });

  test(`${name}: a response has at most the length that is allowed`, async () => {
    assert.equal((await send(client, `${base}/just`)).bytes.length, 1000);
    await assert.rejects(send(client, `${base}/long`), { fault: "too_long" });
  });

  test(`${name}: connections are used again, and one that the other side has closed meanwhile does not matter`, async () => {
    for (let round = 0; round < 3; round++) {
      assert.equal((await send(client, `${base}/answer`)).status, 200);
      server.closeIdleConnections();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
}

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

/** Ways to fail, each with the fault that Node's client and the one that `fetch` reports. */
const faults = {
  "not_reached, not_reached": {
    "plain http to another machine": (client) => send(client, "http://shop.example/"),
    "another scheme": (client) => send(client, "ftp://127.0.0.1/"),
    "a header that HTTP does not allow": (client) => client(`${base}/answer`, [["x-ivy-api-key", "a\nb"]], "{}", 30_000, 30_000, 1000),
  },
  "not_reached, broke_off": {
    "nobody listens": async (client) => send(client, `http://127.0.0.1:${await free()}/`),
    "the name is unknown": (client) => send(client, "https://no-such-host.invalid/"),
    "no TLS at the other end": async (client) => send(client, base.replace("http:", "https:")),
  },
  "not_reached_in_time, took_too_long": {
    "TLS never begins": async (client) => {
      const { url, close } = await silent();
      return send(client, url, { connect: 50, deadline: 1000 }).finally(close);
    },
    "TLS never begins until the last deadline": async (client) => {
      const { url, close } = await silent();
      return send(client, url, { deadline: 50 }).finally(close);
    },
  },
  // Use long deadlines, so that the connection is established before, also on a busy machine.
  "took_too_long, took_too_long": {
    "no answer": (client) => send(client, `${base}/silence`, { deadline: 1000 }),
    "an answer without an end": (client) => send(client, `${base}/drip`, { deadline: 1000 }),
    "longer than the connection may take to stand": (client) => send(client, `${base}/silence`, { connect: 1000, deadline: 1500 }),
  },
  "broke_off, broke_off": {
    "the connection ends without an answer": (client) => send(client, `${base}/reset`),
    "the connection ends within the answer": (client) => send(client, `${base}/half`),
  },
};

for (const [pair, cases] of Object.entries(faults)) {
  for (const [at, [name, client]] of Object.entries(clients).entries()) {
    const fault = pair.split(", ")[at];
    for (const [what, act] of Object.entries(cases)) {
      test(`${name}: ${fault}: ${what}`, async () => {
        await assert.rejects(act(client), (error) => {
          assert.equal(error.fault, fault);
          assert.equal(error.message, fault, "no text of somebody else's");
          return true;
        });
      });
    }
  }
}
