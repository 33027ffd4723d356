// Tests the timeouts of Node's servers: a slow, silent or non-reading client is disconnected in time, and any other is not.

import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import http2 from "node:http2";
import net from "node:net";
import { describe, test } from "node:test";
import "../shared/typescript.mjs";

const { setServerTimeouts } = await import("../../pkg/src/proxy/node/server-timeouts.ts");

/**
 * The time limit for a test's own waits, in milliseconds: far above the timeouts of a test, far below the defaults of Node.
 */
const GENEROUS = 10_000;

const SHORT = { headMs: 300, requestMs: 600, idleMs: 300, stalledMs: 700 };
const LONG = 60_000;
const only = (name) => ({ headMs: LONG, requestMs: LONG, idleMs: LONG, stalledMs: LONG, [name]: SHORT[name] });

async function withServer(create, timeouts, listener, use) {
  const server = setServerTimeouts(create(listener), timeouts);
  const sessions = new Set();
  server.on("session", (session) => sessions.add(session));
  server.on("clientError", (_, socket) => socket.destroy());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await use(server.address().port);
  } finally {
    for (const session of sessions) session.destroy();
    server.closeAllConnections?.();
    server.close();
  }
}

/** Waits until the server has closed a connection. */
async function waitForClose(socket) {
  await once(socket, "close", { signal: AbortSignal.timeout(GENEROUS) });
}

/** Opens a connection and sends bytes on it. */
function connectAndSend(port, bytes) {
  const socket = net.connect(port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write(bytes);
  return socket;
}

/** Waits until the server has dropped a response that a client does not read. */
async function expectDropped(create, connect) {
  let dropped;
  const drop = new Promise((resolve) => (dropped = resolve));
  const listener = (request, response) => {
    response.once("close", dropped);
    response.end(Buffer.alloc(32 * 1024 * 1024));
  };
  await withServer(create, only("stalledMs"), listener, async (port) => {
    const end = await connect(port);
    const timer = setTimeout(() => dropped("late"), GENEROUS);
    assert.notEqual(await drop, "late");
    clearTimeout(timer);
    end();
  });
}

const answer = (request, response) => response.end("answered");

describe("node:http", () => {
  const create = http.createServer;
  const WHOLE = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  test("a head that does not end", () => withServer(create, only("headMs"), answer, (port) => waitForClose(connectAndSend(port, "GET / HTTP/1.1\r\nHost: a\r\n").resume())));

  test("a head that comes drop by drop", () =>
    withServer(create, only("headMs"), answer, async (port) => {
      const socket = connectAndSend(port, "GET / HTTP/1.1\r\n").resume();
      const drops = setInterval(() => socket.write("x: y\r\n"), 50);
      await waitForClose(socket).finally(() => clearInterval(drops));
    }));

  test("a body that does not end", () =>
    withServer(create, { ...only("requestMs"), headMs: 600 }, (request) => request.resume(), (port) => waitForClose(connectAndSend(port, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf").resume())));

  test("a connection that is idle after its response", () =>
    withServer(create, only("idleMs"), answer, async (port) => {
      const socket = connectAndSend(port, WHOLE);
      const [head] = await once(socket, "data");
      assert.match(String(head), /^HTTP\/1\.1 200 /);
      await waitForClose(socket.resume());
    }));

  test("a response that is not read", () =>
    expectDropped(create, async (port) => {
      const socket = connectAndSend(port, WHOLE).pause();
      return () => socket.destroy();
    }));

  test("a client that sends its requests in time gets every response", () =>
    withServer(create, { headMs: 3000, requestMs: 3000, idleMs: 3000, stalledMs: 3000 }, answer, async (port) => {
      const socket = connectAndSend(port, WHOLE);
      for (let round = 0; round < 3; round++) {
        assert.match(String((await once(socket, "data"))[0]), /^HTTP\/1\.1 200 /);
        await new Promise((resolve) => setTimeout(resolve, 300));
        socket.write(WHOLE);
      }
      socket.destroy();
    }));
});

describe("node:http2", () => {
  const create = http2.createServer;
  const PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  const SETTINGS = "\0\0\0\x04\0\0\0\0\0";

  test("a connection without a request", () => withServer(create, only("headMs"), answer, (port) => waitForClose(connectAndSend(port, PREFACE + SETTINGS).resume())));

  test("a connection that is no HTTP/2 yet", () => withServer(create, only("headMs"), answer, (port) => waitForClose(connectAndSend(port, "PRI * HT").resume())));

  test("a head that does not end", () =>
    // Send a HEADERS frame without END_HEADERS, and nothing after it.
    withServer(create, only("headMs"), answer, (port) => waitForClose(connectAndSend(port, Buffer.from(`${PREFACE}${SETTINGS}\0\0\x01\x01\0\0\0\0\x01\x82`, "latin1")).resume())));

  test("a connection that is idle after its response", () =>
    withServer(create, only("idleMs"), answer, async (port) => {
      const client = http2.connect(`http://127.0.0.1:${port}`);
      const stream = client.request({ ":path": "/" });
      await once(stream, "response");
      stream.resume();
      await waitForClose(client);
    }));

  test("a response that is not read", () =>
    expectDropped(create, async (port) => {
      const client = http2.connect(`http://127.0.0.1:${port}`).on("error", () => {});
      client.request({ ":path": "/" }).on("error", () => {});
      return () => client.destroy();
    }));
});

test("missing timeouts have defaults, and invalid ones are refused", () => {
  const server = setServerTimeouts(http.createServer());
  assert.deepEqual([server.headersTimeout, server.requestTimeout, server.keepAliveTimeout, server.timeout], [15_000, 60_000, 15_000, 60_000]);
  for (const wrong of [undefined, {}, () => {}]) assert.throws(() => setServerTimeouts(wrong), { code: "misconfigured", message: /^setServerTimeouts: server is (missing|an? \w+); expected one of node:http/ });
  for (const [timeouts, message] of [
    [{ headMs: 0 }, /^setServerTimeouts\.headMs is not allowed; expected a whole number/],
    [{ head: 5 }, /^setServerTimeouts: unknown option head; (did you mean|expected one of) headMs/],
    [7, /^setServerTimeouts is a number; expected an object/],
  ]) {
    assert.throws(() => setServerTimeouts(http.createServer(), timeouts), { code: "misconfigured", message });
  }
});
