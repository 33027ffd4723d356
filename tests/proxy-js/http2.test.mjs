// Tests of the listener over HTTP/2, by the compatibility API of node:http2, and of unusual clients of either version.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import http2 from "node:http2";
import net from "node:net";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import "../shared/typescript.mjs";

const { toCoreRequest } = await import("../../pkg/src/proxy/http/request.ts");
const { toNodeListener } = await import("../../pkg/src/proxy/node/listener.ts");

const { NGHTTP2_CANCEL, NGHTTP2_NO_ERROR } = http2.constants;

/** Uncaught errors. A client's input must not cause any, because they end the process. */
const uncaught = [];
for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, (error) => uncaught.push(error));
after(() => assert.deepEqual(uncaught, []));

/**
 * Starts a server with a fake proxy and runs `use` with its URL. Returns the result of `use` and the requests that the proxy
 * got.
 */
async function withServer(act, use, create = http2.createServer) {
  const seen = [];
  const proxy = Object.assign(
    async (request, info) => {
      seen.push({ request, info });
      return act(request);
    },
    { basePath: "/api/ivy" },
  );
  const server = create(toNodeListener(proxy)).listen(0, "127.0.0.1");
  const sessions = new Set();
  server.on("session", (session) => sessions.add(session));
  await once(server, "listening");
  try {
    return { seen, result: await use(`http://127.0.0.1:${server.address().port}`, server) };
  } finally {
    for (const session of sessions) session.destroy();
    server.closeAllConnections?.();
    server.close();
  }
}

/** Sends one request. Returns status, headers and text of its response. */
async function sendRequest(url, headers, body) {
  const client = http2.connect(url);
  try {
    const stream = client.request(headers);
    stream.end(body);
    const [answer] = await once(stream, "response");
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    return { status: answer[":status"], headers: answer, text: Buffer.concat(chunks).toString() };
  } finally {
    client.close();
  }
}

const readBody = (request, limit = 1000, deadline = 30_000) => toCoreRequest(request, undefined, { basePath: "/api/ivy" }, assert.fail).body(limit, deadline);

test("request and response are passed on, without pseudo headers, with each cookie", async () => {
  const act = async (request) => new Response(await readBody(request), { status: 201, headers: [["set-cookie", "a=1"], ["set-cookie", "b=2"], ["ivy-request-id", "r-1"]] });
  const { seen, result } = await withServer(act, (url) =>
    sendRequest(url, { ":method": "POST", ":path": "/api/ivy/result?x=1", cookie: ["who=ada", "odd=\xe9"], origin: "https://shop.example" }, '{"a":"Zoë"}'),
  );
  assert.deepEqual([result.status, result.text, result.headers["set-cookie"], result.headers["ivy-request-id"]], [201, '{"a":"Zoë"}', ["a=1", "b=2"], "r-1"]);
  const [{ request, info }] = seen;
  assert.deepEqual([request.method, new URL(request.url).pathname, new URL(request.url).search], ["POST", "/api/ivy/result", "?x=1"]);
  assert.equal(request.headers.get("cookie"), "who=ada; odd=é");
  assert.match(request.headers.get("host"), /^127\.0\.0\.1:\d+$/);
  assert.deepEqual([...request.headers.keys()].filter((name) => name.startsWith(":")), []);
  assert.equal(info.address, "127.0.0.1");
});

test("headers that belong to a connection are not sent", async () => {
  const headers = { connection: "close", "keep-alive": "timeout=5", "proxy-connection": "close", "transfer-encoding": "chunked", upgrade: "h2c", "ivy-request-id": "r-1" };
  const { result } = await withServer(() => new Response("answered", { headers }), (url) => sendRequest(url, { ":path": "/api/ivy/result" }));
  assert.deepEqual([result.status, result.text, result.headers["ivy-request-id"]], [200, "answered", "r-1"]);
  assert.deepEqual(Object.keys(headers).filter((name) => name in result.headers), ["ivy-request-id"]);
});

test("methods and paths that a Request cannot have get a response", async () => {
  const heads = [
    { ":method": "TRACE", ":path": "/api/ivy/result" },
    { ":method": "HEAD", ":path": "/api/ivy/result" },
    { ":method": "OPTIONS", ":path": "*" },
    { ":method": "CONNECT", ":authority": "shop.example:443" },
    { ":method": "POST", ":path": "//evil.example/api/ivy/result" },
    { ":method": "POST", ":path": "http://evil.example/api/ivy/result" },
    { ":method": "POST", ":path": "/api/ivy/%ff\\..//[" },
    { ":method": "PoSt", ":path": "/api/ivy/result" },
    { ":method": "POST", ":path": "/api/ivy/result", "x-odd": "\xe9\xff" },
    { ":method": "POST", ":path": "/api/ivy/result", expect: "100-continue" },
    { ":method": "POST", ":path": "/api/ivy/result", "content-length": "5" },
  ];
  for (const head of heads) {
    await withServer(() => new Response("answered"), async (url) => {
      // A head that a client may not send breaks its own stream only: the next request gets a response.
      const { status } = await sendRequest(url, head).catch((error) => ({ status: error.code }));
      assert.ok([200, 400, 405, "ERR_HTTP2_STREAM_ERROR", "ABORT_ERR"].includes(status), `${JSON.stringify(head)}: ${status}`);
      assert.equal((await sendRequest(url, { ":path": "/api/ivy/result" })).status, 200, JSON.stringify(head));
    });
  }
});

test("a request that makes the platform throw is answered with 400 and never reaches the proxy", async () => {
  const headOf = { http: ["1", http.createServer], http2: ["2", http2.createServer] };
  for (const [, create] of Object.values(headOf)) {
    const broken = (listener) => create((incoming, outgoing) => listener(Object.defineProperty(incoming, "rawHeaders", { value: ["not a name", "x"] }), outgoing));
    const { seen, result } = await withServer(
      () => new Response("answered"),
      async (url) => {
        if (create === http2.createServer) return sendRequest(url, { ":path": "/api/ivy/result" });
        const response = await fetch(`${url}/api/ivy/result`);
        return { status: response.status, text: await response.text() };
      },
      broken,
    );
    assert.deepEqual([result.status, JSON.parse(result.text).code, seen.length], [400, "proxy_rejected", 0]);
  }
});

test("streams and connections that are reset at any moment do not affect others", async () => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  let begun = 0;
  const until = async (count) => {
    while (begun < count) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const { seen } = await withServer(
    async (request) => {
      begun += 1;
      if (new URL(request.url).search === "?held") await held;
      return new Response(await readBody(request).catch(({ fault }) => fault));
    },
    async (url) => {
      const client = http2.connect(url);
      client.on("error", () => {});
      const head = { ":method": "POST", ":path": "/api/ivy/result?held" };
      const streams = Array.from({ length: 20 }, () => client.request(head).on("error", () => {}));
      for (const stream of streams) stream.write("half");
      await until(20);
      for (const [index, stream] of streams.entries()) stream.close(index % 2 ? NGHTTP2_CANCEL : NGHTTP2_NO_ERROR);
      const torn = http2.connect(url);
      torn.on("error", () => {});
      torn.request(head).on("error", () => {}).write("half");
      await until(21);
      torn.destroy();
      release();
      const { status, text } = await sendRequest(url, { ":method": "POST", ":path": "/api/ivy/result" }, "whole");
      assert.deepEqual([status, text], [200, "whole"]);
      client.destroy();
    },
  );
  assert.equal(seen.length, 22);
});

/** A program that shows if this Node's own server survives a GOAWAY. */
const BARE = fileURLToPath(new URL("http2-bare.mjs", import.meta.url));

test("no code of a reset or of a GOAWAY ends the process, before the body, within it, and while the response is sent", async () => {
  const codes = Array.from({ length: 14 }, (_, code) => code);
  const size = 512 * 1024;
  let begun = 0;
  await withServer(
    async (request) => {
      begun += 1;
      const kind = new URL(request.url).searchParams.get("at");
      if (kind === "body") await readBody(request, 1000, 200).catch(() => {});
      return new Response(kind === "response" ? "x".repeat(size) : "answered", { status: kind === "head" ? 401 : 200 });
    },
    async (url) => {
      const acts = {
        reset: (client, stream, code) => stream.close(code),
        goaway: (client, stream, code) => client.goaway(code),
        "goaway and end": (client, stream, code) => (client.goaway(code), client.destroy()),
      };
      // A Node whose own server is ended by a GOAWAY, without this package, is told of in hosts.md.
      const bare = await new Promise((resolve) => spawn(process.execPath, [BARE], { stdio: "ignore" }).on("exit", resolve));
      const used = Object.entries(acts).flatMap(([name, act]) => (bare === 0 || name === "reset" ? [act] : []));
      const attempts = codes.flatMap((code) => used.flatMap((act) => ["head", "body", "response"].map((at) => ({ code, act, at }))));
      await Promise.all(
        attempts.map(async ({ code, act, at }) => {
          const client = http2.connect(url).on("error", () => {});
          const stream = client.request({ ":method": "POST", ":path": `/api/ivy/result?at=${at}` }).on("error", () => {});
          stream.write("half");
          // A response that is read in part only.
          if (at === "response") await once(stream, "response").catch(() => {});
          act(client, stream, code);
          await new Promise((resolve) => setTimeout(resolve, 50));
          client.destroy();
        }),
      );
      assert.equal((await sendRequest(url, { ":method": "POST", ":path": "/api/ivy/result" }, "whole")).status, 200);
    },
  );
  assert.ok(begun > codes.length, `${begun} requests were begun`);
});

test("bytes that are no HTTP/2 end their own connection alone", async () => {
  const PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  const frames = ["", PREFACE, `${PREFACE}\xff\xff\xff\xff\xff\xff\xff\xff\xff`, "GET /api/ivy/result HTTP/1.1\r\nHost: a\r\n\r\n", "\x16\x03\x01\x00\x05\x01\x00\x00\x01\x03"];
  await withServer(() => new Response("answered"), async (url, server) => {
    for (const bytes of frames) {
      const socket = net.connect(server.address().port, "127.0.0.1");
      socket.on("error", () => {});
      socket.end(Buffer.from(bytes, "latin1"));
      socket.resume();
      await once(socket, "close");
      assert.equal((await sendRequest(url, { ":path": "/api/ivy/result" })).status, 200);
    }
  });
});

test("a body that is too long is read no further, and the refusal arrives", async () => {
  let sent = 0;
  const { result } = await withServer(
    (request) => readBody(request, 1000).then(() => new Response("read"), ({ fault }) => new Response(fault, { status: 413 })),
    async (url) => {
      const client = http2.connect(url);
      const stream = client.request({ ":method": "POST", ":path": "/api/ivy/result" });
      stream.on("error", () => {});
      const answered = once(stream, "response");
      // Send as much as the server accepts, without an end.
      const more = () => {
        while (stream.writable && stream.write(Buffer.alloc(5000))) sent += 5000;
      };
      stream.on("drain", more);
      more();
      const [head] = await answered;
      const [chunk] = await once(stream, "data");
      client.destroy();
      return [head[":status"], String(chunk)];
    },
  );
  assert.deepEqual(result, [413, "too_long"]);
  assert.ok(sent < 1_000_000, `${sent} bytes were let through`);
});

test("one odd cookie hides no other, over HTTP/1 and HTTP/2", async () => {
  const own = `ivy_guest=${"g".repeat(43)}`;
  const many = Array.from({ length: 100 }, (_, number) => `c${number}=v`);
  const odd = [["n=Stra\xdfe"], ["n=\xff\xfe"], ["n=\xc3\x9f"], ["noname"], ["="], ["=novalue"], ["a=b=c"], ['q="quoted; semicolon"'], ['q="open'], ["ivy_guest="], ["ivy_guest=made-up"], [`long=${"x".repeat(8 * 1024)}`], many];
  const read = ({ seen }) => toCoreRequest(seen[0].request, undefined, { basePath: "/api/ivy" }, assert.fail).headers.find(([name]) => name === "cookie")[1];
  const act = () => new Response("");
  for (const cookies of odd) {
    const lines = [...cookies, own, "last=1"];
    const crumbs = await withServer(act, (url) => sendRequest(url, { ":method": "POST", ":path": "/api/ivy/result", cookie: lines }));
    const oneLine = await withServer(
      act,
      (url) => new Promise((resolve, reject) => http.request(`${url}/api/ivy/result`, { method: "POST", headers: { cookie: lines.join("; ") } }, (response) => resolve(response.resume())).on("error", reject).end()),
      http.createServer,
    );
    for (const [version, value] of Object.entries({ crumbs: read(crumbs), oneLine: read(oneLine) })) {
      assert.deepEqual(value.split("; ").slice(-2), [own, "last=1"], `${version}: ${cookies[0].slice(0, 30)}`);
      assert.match(value, /^[\t\x20-\x7e\x80-\xff]*$/);
    }
  }
});

test("a body is not read before it is needed", async () => {
  for (const create of [http.createServer, http2.createServer]) {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    await withServer(
      async () => (await held, new Response("refused", { status: 401 })),
      async (url, server) => {
        let incoming;
        server.on("request", (request) => (incoming = request));
        const bytes = 4 * 1024 * 1024;
        const request =
          create === http.createServer
            ? http.request(`${url}/api/ivy/callback`, { method: "POST", headers: { "content-length": bytes + 1 } })
            : http2.connect(url).on("error", () => {}).request({ ":method": "POST", ":path": "/api/ivy/callback" });
        request.on("error", () => {});
        const answered = once(request, "response");
        request.write(Buffer.alloc(bytes));
        await once(server, "request");
        // Wait until the bytes in transit have arrived.
        await new Promise((resolve) => setTimeout(resolve, 300));
        assert.ok(incoming.readableLength <= 128 * 1024, `${incoming.readableLength} bytes wait in the server`);
        assert.equal(incoming.readableDidRead, false);
        release();
        const [head] = await answered;
        assert.equal(head.statusCode ?? head[":status"], 401);
        request.destroy();
      },
      create,
    );
  }
});

test("a response that is not read is buffered once, and no further request of its connection starts before it", async () => {
  const size = 4 * 1024 * 1024;
  const waiting = [];
  const { seen } = await withServer(
    () => new Response("x".repeat(size)),
    async (url, server) => {
      server.on("request", (request, response) => waiting.push(response));
      const socket = net.connect(server.address().port, "127.0.0.1");
      socket.pause();
      const one = "POST /api/ivy/result HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n";
      await once(socket, "connect");
      socket.write(one.repeat(500));
      await new Promise((resolve) => setTimeout(resolve, 500));
      const held = waiting.reduce((sum, response) => sum + response.writableLength, 0);
      assert.ok(held <= size + 1000, `${held} bytes wait for ${waiting.length} answers`);
      let received = 0;
      socket.on("data", (chunk) => (received += chunk.length)).resume();
      while (received < 5 * size) await new Promise((resolve) => setTimeout(resolve, 5));
      socket.destroy();
    },
    http.createServer,
  );
  assert.ok(seen.length >= 5 && seen.length < 500, `${seen.length} requests were begun`);
});
