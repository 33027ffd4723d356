/**
 * The client of a merchant proxy.
 */
import { begin } from "./call.js";
import { listQuery, maskIban, pageRequest } from "./checks.js";
import { connectOptions } from "./connect-options.js";
import { createLogin, recall } from "./connect.js";
import { encode } from "./encode.js";
import { idempotencyKeys } from "./idempotency.js";
import { openBankLogin, resumeBankLogin } from "./login.js";
import { checkOptions } from "./options.js";
import { create, details, forget, list } from "./sessions.js";

/** By this a client masks an IBAN for `<ivy-bank-connect>`, which is in a file of its own and has no library. */
const MASK = Symbol.for("ivy-data-session.maskIban");

/** @typedef {{signal?: AbortSignal}} CallOptions */

/** See index.d.ts. */
export function createClient(options) {
  const settings = checkOptions(options);
  const keys = idempotencyKeys();
  /** What each login was asked for with, as text: one that has expired is created anew. */
  const inputs = new WeakMap();

  /**
   * @param {unknown} input
   * @param {CallOptions} [options]
   */
  async function createDataSession(input, { signal } = {}) {
    const marked = encode(input);
    return keys.with(marked, async (key) => {
      const call = await begin(settings, signal);
      return create(call, await pageRequest(call, marked), key);
    });
  }

  /**
   * @param {unknown} [query]
   * @param {CallOptions} [options]
   */
  async function listDataSessions(query, { signal } = {}) {
    const marked = query === undefined ? "" : encode(query);
    const call = await begin(settings, signal);
    return list(call, marked ? await listQuery(call, marked) : "{}");
  }

  /**
   * @param {unknown} id
   * @param {CallOptions} [options]
   */
  async function getDataSession(id, { signal } = {}) {
    return details(await begin(settings, signal), id);
  }

  /**
   * @param {unknown} [id]
   * @param {CallOptions} [options]
   */
  async function forgetBank(id, { signal } = {}) {
    return forget(await begin(settings, signal), id);
  }

  /**
   * @param {unknown} input
   * @param {object} [options]
   */
  async function recallBank(input, options) {
    const marked = encode(input);
    const { signal, ...wanted } = connectOptions(options, settings.extraPermissions);
    const call = await begin(settings, signal);
    return recall(call, await pageRequest(call, marked), wanted);
  }

  /**
   * @param {unknown} input
   * @param {object} [options]
   */
  async function connectBank(input, options) {
    const marked = encode(input);
    const { signal, ...wanted } = connectOptions(options, settings.extraPermissions);
    return connect(marked, wanted, signal);
  }

  function connect(marked, wanted, signal) {
    return keys.with(marked, async (key) => {
      const call = await begin(settings, signal);
      const request = await pageRequest(call, marked);
      const past = await recall(call, request, wanted);
      if (past.kind === "recalled") return past;
      const { kind, ...why } = past;
      const login = { ...(await createLogin(call, request, key)), ...why };
      inputs.set(login, marked);
      return login;
    });
  }

  function renew(outcome, signal) {
    const marked = inputs.get(outcome);
    return marked && connect(marked, { fresh: true }, signal);
  }

  return Object.freeze({
    createDataSession,
    listDataSessions,
    getDataSession,
    forgetBank,
    recallBank,
    connectBank,
    openBankLogin: (outcome, options) => openBankLogin(settings, renew, outcome, options),
    resumeBankLogin: (options) => resumeBankLogin(settings, options?.signal),
    [MASK]: maskIban,
  });
}
