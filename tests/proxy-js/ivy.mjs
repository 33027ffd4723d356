// A fake Ivy: it creates sessions, lists them by the customer's id, and completes the logins that a test names.

import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";

export const key = "api-key-made-for-tests";
export const secret = "webhook-secret-made-for-tests";

/** 32 bytes, made for tests. */
export const tableSecret = "nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw=";

const data = {
  bankName: "Test Bank",
  identity: { name: "Ada Example", dateOfBirth: "1985-12-10" },
  accounts: [{ name: "Main account", type: "checking", identifier: { iban: { iban: "DE89370400440532013000", bban: "370400440532013000", bic: "COBADEFFXXX" } } }],
};

export class Ivy {
  sessions = [];
  requests = [];
  /** The URL of the page on which a shopper logs in. */
  loginPage = "http://127.0.0.1:9/init";

  static async start() {
    const ivy = new Ivy();
    ivy.server = createServer((request, response) => ivy.#answer(request, response)).listen(0, "127.0.0.1");
    await once(ivy.server, "listening");
    ivy.url = `http://127.0.0.1:${ivy.server.address().port}`;
    return ivy;
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }

  complete(id) {
    Object.assign(this.sessions.find((session) => session.id === id), { status: "complete", data });
  }

  /** Returns the nonce with which the browser returns from the login. */
  nonce(id) {
    return new URL(this.sessions.find((session) => session.id === id).successCallbackUrl).searchParams.get("ivy");
  }

  async #answer(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString());
    const operation = request.url.split("/").pop();
    this.requests.push({ operation, body });
    const acts = { create: () => this.#create(body), list: () => this.#list(body), details: () => this.#details(body) };
    const [status, answer] = request.headers["x-ivy-api-key"] === key ? (acts[operation]?.() ?? [404, {}]) : [401, {}];
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
  }

  #create(body) {
    const id = `session-${this.sessions.length + 1}`;
    const expiresAt = Math.floor(Date.now() / 1000) + 3600;
    const session = { ...body, id, status: "open", expiresAt, redirectUrl: `${this.loginPage}?id=${id}` };
    this.sessions.push(session);
    return [200, session];
  }

  #list({ externalUserReferenceId }) {
    const found = this.sessions.filter(({ externalUser }) => externalUser?.referenceId === externalUserReferenceId);
    return [200, { dataSessions: found.map(({ redirectUrl, ...session }) => session) }];
  }

  #details({ id }) {
    const { redirectUrl, ...session } = this.sessions.find((session) => session.id === id) ?? {};
    return session.id ? [200, session] : [404, {}];
  }
}

/** Returns the signature of a callback's body. */
export const sign = (body) => createHmac("sha256", secret).update(body).digest("hex");
