// Load on a server: connections that each send one request after the other.

import { connect } from "node:net";
import { once } from "node:events";
import { quantile } from "../page/statistics.js";
import { readMessages } from "./http.mjs";

/** A connection that stays open. */
class Connection {
  #socket;
  #onResponse = () => {};
  #onError = () => {};

  static async to(url) {
    const { hostname, port } = new URL(url);
    const connection = new Connection();
    connection.#socket = connect(Number(port), hostname);
    readMessages(connection.#socket, (head, body) => connection.#onResponse(head, body));
    const fail = (error) => connection.#onError(error);
    connection.#socket.on("error", fail).on("close", () => fail(new Error("the server has closed a connection")));
    await once(connection.#socket, "connect");
    return connection;
  }

  /** Sends a request. Returns the head and body of the response. */
  send(bytes) {
    return new Promise((resolve, reject) => {
      this.#onResponse = (head, body) => resolve({ head, body });
      this.#onError = reject;
      this.#socket.write(bytes);
    });
  }

  close() {
    this.#onError = () => {};
    this.#socket.destroy();
  }
}

/** Returns the bytes of a POST request. */
export function post(url, body, headers) {
  const { host, pathname } = new URL(url);
  const lines = Object.entries({ host, "content-length": Buffer.byteLength(body), ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${pathname} HTTP/1.1\r\n${lines.join("")}\r\n${body}`);
}

/** Opens connections to a server. `run` sends `count` requests over them and returns the quantiles of their times in ms. */
export async function connections(url, count) {
  const open = await Promise.all(Array.from({ length: count }, () => Connection.to(url)));
  return {
    async run(request, total, holds) {
      const times = [];
      let left = total;
      const work = async (connection) => {
        while (left-- > 0) {
          const start = performance.now();
          const { head, body } = await connection.send(request);
          times.push(performance.now() - start);
          if (!head.startsWith("HTTP/1.1 200 ") || !holds(body)) throw new Error(`an unexpected response: ${head}\n${body}`);
        }
      };
      await Promise.all(open.map(work));
      return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
    },
    close: () => open.forEach((connection) => connection.close()),
  };
}
