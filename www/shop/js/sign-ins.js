// Who a browser is signed in as: a random token in a cookie, its hash in the database, so that a restart signs nobody out
// and a stolen database signs nobody in. Table and cookie are those of the Rust shop: either can follow the other.

import { createHash, randomBytes } from "node:crypto";
import { parse, serialize } from "hono/utils/cookie";
import { customerOf } from "./customers.js";

/** How long a sign-in lasts, in seconds. */
const LIFETIME = 30 * 24 * 3600;

const TABLE = `CREATE TABLE IF NOT EXISTS shop_sign_ins (
    token_hash TEXT PRIMARY KEY, customer TEXT NOT NULL, expires_at BIGINT NOT NULL)`;

/** The table of sign-ins. */
export class SignIns {
  #store;
  #isSecure;

  /** @param {boolean} isSecure whether the shop is reached by https: then its cookie goes nowhere else */
  constructor(store, isSecure) {
    this.#store = store;
    this.#isSecure = isSecure;
  }

  /** Makes the table where it is missing. */
  static async open(store, isSecure) {
    await store.script(TABLE);
    return new SignIns(store, isSecure);
  }

  /**
   * Signs a customer in with a new token, whatever token the browser had: one that somebody else planted or noted before
   * the sign-in is worth nothing after it. Gives the cookie to set.
   */
  async start(request, customer) {
    await this.#drop(request);
    const token = randomBytes(32).toString("hex");
    await this.#store.execute("DELETE FROM shop_sign_ins WHERE expires_at <= $1", [now()]);
    await this.#store.execute("INSERT INTO shop_sign_ins (token_hash, customer, expires_at) VALUES ($1, $2, $3)", [
      hash(token),
      customer.id,
      now() + LIFETIME,
    ]);
    return this.#cookie(token, LIFETIME);
  }

  /** Signs this browser out, on the server too. Gives the cookie that removes the one it has. */
  async end(request) {
    await this.#drop(request);
    return this.#cookie("", 0);
  }

  /** Who is signed in, by a request's cookie; `undefined` for a guest. */
  async customer(request) {
    const token = this.#token(request);
    if (!token) return undefined;
    const sql = "SELECT customer FROM shop_sign_ins WHERE token_hash = $1 AND expires_at > $2";
    const [row] = await this.#store.query(sql, [hash(token), now()]);
    return row && customerOf(row.customer);
  }

  async #drop(request) {
    const token = this.#token(request);
    if (token) await this.#store.execute("DELETE FROM shop_sign_ins WHERE token_hash = $1", [hash(token)]);
  }

  #token(request) {
    return parse(request.headers.get("cookie") ?? "", this.#name)[this.#name];
  }

  #cookie(token, maxAge) {
    // Lax: the way back from the bank is a navigation from another site, and has to find the customer.
    return serialize(this.#name, token, { path: "/", httpOnly: true, secure: this.#isSecure, sameSite: "Lax", maxAge });
  }

  /** The prefix makes browsers refuse a cookie of this name from other hosts and from http. */
  get #name() {
    return this.#isSecure ? "__Host-shop_session" : "shop_session";
  }
}

const hash = (token) => createHash("sha256").update(token).digest("hex");

const now = () => Math.floor(Date.now() / 1000);
