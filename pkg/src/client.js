/**
 * The client of a merchant proxy.
 */
import { perform } from "./call.js";
import { maskIban } from "./checks.js";
import { listed, placesOf } from "./decode.js";
import { encode } from "./encode.js";
import { fromPlain } from "./errors.js";
import { idempotencyKeys } from "./idempotency.js";
import { sessionReader, slicer } from "./lazy-list.js";
import { openBankLogin, resumeBankLogin } from "./login.js";
import { checkOptions } from "./options.js";

/** By this a client masks an IBAN for `<ivy-bank-connect>`, which is in a file of its own and has no library. */
const MASK = Symbol.for("ivy-data-session.maskIban");

/** @typedef {{signal?: AbortSignal, [option: string]: unknown}} CallOptions */

/** See index.d.ts. */
export function createClient(options) {
  const settings = checkOptions(options);
  const keys = idempotencyKeys();
  /** What each login was asked for with, as text: one that has expired is created anew. */
  const inputs = new WeakMap();

  /**
   * @param {unknown} input
   * @param {CallOptions} options
   */
  async function createDataSession(input, { signal } = {}) {
    const marked = encode(input);
    const { body } = await keys.with(marked, (idempotencyKey) =>
      perform(settings, { signal, idempotencyKey }, "createDataSession", marked),
    );
    return JSON.parse(new TextDecoder().decode(body));
  }

  /**
   * @param {unknown} query
   * @param {CallOptions} options
   */
  async function listDataSessions(query, { signal } = {}) {
    const marked = encode(query);
    const { body, rejected, warnings } = await perform(settings, { signal }, "listDataSessions", marked);
    return listed(new TextDecoder().decode(body), rejected, warnings);
  }

  /**
   * @param {unknown} id
   * @param {CallOptions} options
   */
  async function getDataSession(id, { signal } = {}) {
    const marked = encode(id);
    const { body } = await perform(settings, { signal }, "getDataSession", marked);
    return JSON.parse(new TextDecoder().decode(body));
  }

  /**
   * @param {unknown} input
   * @param {CallOptions} options
   */
  async function connectBank(input, { signal, ...wanted } = {}) {
    return connect(encode(input), encode(wanted), signal);
  }

  async function connect(marked, options, signal) {
    const outcome = await keys.with(marked, (idempotencyKey) =>
      perform(settings, { signal, idempotencyKey }, "connectBank", marked, options),
    );
    if (outcome.kind === "recalled") return recalled(outcome);
    const made = login(outcome);
    inputs.set(made, marked);
    return made;
  }

  function renew(outcome, signal) {
    const marked = inputs.get(outcome);
    return marked && connect(marked, encode({ fresh: true }), signal);
  }

  return Object.freeze({
    createDataSession,
    listDataSessions,
    getDataSession,
    connectBank,
    openBankLogin: (outcome, options) => openBankLogin(settings, renew, outcome, options),
    resumeBankLogin: (options) => resumeBankLogin(settings, options?.signal),
    [MASK]: maskIban,
  });
}

function recalled({ body, index, offered, ageDays = null, identityDiffers }) {
  const places = placesOf(index);
  const read = sessionReader(slicer(body), places);
  const sessions = Array.from({ length: places.length / 2 }, (_, position) => read(position));
  return { kind: "recalled", sessions, session: sessions[offered] ?? null, ageDays, identityDiffers };
}

function login({ problem, expiresAt = null, ...outcome }) {
  return { ...outcome, expiresAt, ...(problem && { problem: fromPlain(problem) }) };
}
