// The responses of a working merchant proxy, and their bytes on the wire.

/**
 * Marks every field of a request or response that could identify a person. It must not appear in errors, the console or a
 * store.
 */
export const MARKER = "qz7marker";

/** More values that identify a person: phone number, IBAN, date of birth. */
export const PERSONAL = [MARKER, "4915277770001", "DE89370400440532013000", "370400440532013000", "1985-12-10"];

/** The nonce in the return URL of a bank login. */
export const NONCE = MARKER.padEnd(43, "n");

/** The reference of the login that the page remembers. */
export const REFERENCE = "order-1";

/** A request with every field that a page can set. */
export const REQUEST = {
  permissions: ["identity", "match_identity"],
  market: "DE",
  displayId: MARKER,
  externalUser: { email: `${MARKER}@example.com`, phone: "+4915277770001", referenceId: MARKER, metadata: { [MARKER]: MARKER } },
  metadata: { [MARKER]: { [MARKER]: [MARKER] } },
  prefill: { bankId: "de-testbank", email: `${MARKER}@example.com` },
  matchData: { financialAddress: { type: "iban", iban: { iban: "DE89370400440532013000", accountHolderName: MARKER } } },
  successCallbackUrl: `https://shop.example/${MARKER}`,
};

const IDENTITY = { name: MARKER, dateOfBirth: "1985-12-10" };
const ACCOUNT = { name: MARKER, type: "checking", identifier: { iban: { iban: "DE89370400440532013000", bban: "370400440532013000" } } };

/** A session whose bank login is complete. */
export const COMPLETE = { id: "s1", status: "complete", referenceId: REFERENCE, data: { bankName: MARKER, identity: IDENTITY, accounts: [ACCOUNT] } };

/** Returns the response to a create. As the contract promises, the same key results in the same session. */
export const created = (key) => ({
  id: `new-${key}`,
  status: "open",
  referenceId: "order-2",
  redirectUrl: `https://checkout.getivy.de/?session=${key}`,
  expiresAt: 1_800_000_000,
});

/** The right response body of each operation, by the request. */
export const RIGHT = {
  create: (request) => created(request.headers["idempotency-key"]),
  list: () => ({ dataSessions: [COMPLETE, { malformed: MARKER }] }),
  details: () => COMPLETE,
  result: () => ({ referenceId: REFERENCE, status: "complete", session: COMPLETE }),
};

/**
 * Returns a response as bytes. A header that is `undefined` is left out, and an array results in several headers. The
 * connection is closed afterwards, because a browser automatically repeats a request on a reused connection.
 */
export function http(status, body = "", headers = {}) {
  const bytes = Buffer.from(body);
  const fields = {
    date: new Date().toUTCString(),
    "content-type": "application/json",
    "content-length": bytes.length,
    "cache-control": "no-store",
    "ivy-request-id": "req_1",
    connection: "close",
    ...headers,
  };
  const lines = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => (one === undefined ? "" : `${name}: ${one}\r\n`)));
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Words\r\n${lines.join("")}\r\n`), bytes]);
}
