// The sign-ins of browsers. A cookie holds a random token, and the database holds its hash. So a restart signs nobody out,
// and a stolen database signs nobody in. Table and cookie are those of the Rust shop, so that either shop can replace the
// other.

import { createHash, randomBytes } from "node:crypto";
import { customerOf } from "./customers.js";

/** The time after which a sign-in expires, in seconds. */
const LIFETIME = 30 * 24 * 3600;

const TABLE = `CREATE TABLE IF NOT EXISTS shop_sign_ins (
    token_hash TEXT PRIMARY KEY, customer TEXT NOT NULL, expires_at BIGINT NOT NULL)`;

/** The table of sign-ins. */
export class SignIns {
  #store;
  #isSecure;

  /** @param {boolean} isSecure true if the shop is reached by https; then browsers send the cookie by https only */
  constructor(store, isSecure) {
    this.#store = store;
    this.#isSecure = isSecure;
  }

  /** Creates the table if it is missing. */
  static async open(store, isSecure) {
    await store.script(TABLE);
    return new SignIns(store, isSecure);
  }

  /**
   * Signs a customer in and returns the cookie to set. The token is always new: one that somebody else set or copied before
   * the sign-in becomes worthless.
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

  /** Signs this browser out, also on the server. Returns the cookie that removes the present one. */
  async end(request) {
    await this.#drop(request);
    return this.#cookie("", 0);
  }

  /** Returns the customer whom the cookie of a request signs in, `undefined` for a guest. */
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
    const cookies = (request.headers.get("cookie") ?? "").split(";").map((cookie) => cookie.trim().split("="));
    return cookies.find(([name]) => name === this.#name)?.[1];
  }

  #cookie(token, maxAge) {
    // Lax: the return from the bank is a navigation from another site, and needs the cookie.
    return `${this.#name}=${token}; Max-Age=${maxAge}; Path=/; HttpOnly; ${this.#isSecure ? "Secure; " : ""}SameSite=Lax`;
  }

  /** The name of the cookie. By the prefix `__Host-` a browser refuses such a cookie from other hosts and by http. */
  get #name() {
    return this.#isSecure ? "__Host-shop_session" : "shop_session";
  }
}

const hash = (token) => createHash("sha256").update(token).digest("hex");

const now = () => Math.floor(Date.now() / 1000);
