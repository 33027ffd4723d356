// An Ivy that takes no time: it creates sessions and returns them as complete, with one account each.

import { createServer } from "node:net";
import { once } from "node:events";
import { accountNumber } from "../inputs/accounts.js";
import { readMessages } from "./http.mjs";

const data = (number) => ({
  bankName: "Test Bank",
  identity: { name: "Ada Example", dateOfBirth: "1985-12-10" },
  accounts: [{ name: "Account", identifier: { iban: accountNumber(number) }, type: "checking" }],
});

export class Ivy {
  /** The sessions that it created. */
  sessions = [];
  #listed;
  #server;

  static async start() {
    const ivy = new Ivy();
    ivy.#server = createServer((socket) => {
      socket.on("error", () => {});
      readMessages(socket, (head, body) => socket.write(ivy.#respond(head, body)));
    });
    ivy.#server.listen(0, "127.0.0.1");
    await once(ivy.#server, "listening");
    ivy.url = `http://127.0.0.1:${ivy.#server.address().port}`;
    return ivy;
  }

  close() {
    this.#server.close();
  }

  /** Forgets all sessions. */
  clear() {
    this.sessions = [];
    this.#listed = undefined;
  }

  #respond(head, body) {
    const operation = /^POST \S*\/(\w+) /.exec(head)?.[1];
    const request = JSON.parse(body);
    if (operation === "create") return respond(this.#create(request));
    if (operation === "details") return respond(this.#complete(this.sessions.find(({ id }) => id === request.id)));
    if (operation !== "list" || request.externalUserReferenceId !== "cus_ada") return respond({ dataSessions: [] });
    // The measured response is made once.
    this.#listed ??= respond({ dataSessions: this.sessions.map((session) => this.#complete(session)) });
    return this.#listed;
  }

  #create(request) {
    const number = this.sessions.length + 1;
    const session = { ...request, id: `64d1e370c23b${number}`, status: "open", number };
    const expiresAt = Math.floor(Date.now() / 1_000) + 3_600;
    this.sessions.push(session);
    return { id: session.id, referenceId: session.referenceId, status: "open", expiresAt, redirectUrl: `${this.url}/init?id=${session.id}` };
  }

  #complete({ id, referenceId, externalUser, number }) {
    return { id, referenceId, externalUser, status: "complete", createdAt: Math.floor(Date.now() / 1_000) - 3_600, data: data(number) };
  }
}

function respond(value) {
  const body = Buffer.from(JSON.stringify(value));
  return Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`), body]);
}
