// The table of faults: each with its cause and the error that the caller gets. Every fault runs for every operation.

import { gzipSync } from "node:zlib";
import { engine } from "../engines/engine.mjs";
import { MARKER, http } from "./responses.mjs";
import { DIFFERENCES } from "./engine-differences.mjs";

/** The largest body that the clients of these tests read, in bytes. */
export const MAX_BYTES = 20_000;

/**
 * The size to which a small body unpacks, in bytes. It is far above the limit, but six at once do not keep a slow machine
 * busy.
 */
const UNPACKED = 5_000_000;

const OPEN = { "content-length": undefined, connection: "keep-alive" };
const CHUNKED = { ...OPEN, "transfer-encoding": "chunked" };
const chunk = (text) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const half = (text) => text.slice(0, text.length / 2);
const lines = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Half: ";

/** Writes bytes, and resets the connection when the browser has read them. */
const reset = (bytes) => (exchange) => {
  exchange.socket.write(typeof bytes === "function" ? bytes(exchange) : bytes);
  setTimeout(() => exchange.socket.resetAndDestroy(), 40);
};
/** Writes bytes, and then nothing more. */
const stall = (bytes) => (exchange) => void exchange.socket.write(typeof bytes === "function" ? bytes(exchange) : bytes);
/** Writes bytes, and then a few more repeatedly. */
const trickle = (first, more) => (exchange) => {
  exchange.socket.write(first);
  exchange.repeat(more, 30);
};
/** Sends a response. `body` is a text, bytes, or a function of the right body. */
const responds = (status, body, headers) => (exchange) => exchange.end(http(status, typeof body === "function" ? body(exchange.right, exchange.operation) : body, headers));

/** Adds a member at the end of the right body. */
const withMember = (member) => (text) => `${text.slice(0, -1)},${member}}`;
/** Repeats one key of the body. */
const withDuplicateKey = (text, operation) => (operation === "list" ? withMember('"dataSessions":[]')(text) : text.replace('"id":', `"id":"${MARKER}","id":`));

/** Returns the proxy's own error body, with the marker in every text. */
const ours = (code) => JSON.stringify({ code, requestId: `${MARKER}@example.com`, message: MARKER, issues: [{ path: ["permissions", 0], code: "type", message: MARKER }, { path: [`${MARKER}@example.com`], code: "type", message: MARKER }] });
const loginPage = `<!doctype html><title>Sign in</title><p>${MARKER}`;
const HTML = { "content-type": "text/html; charset=utf-8" };

/** Ivy's error bodies in their three versions, as a careless proxy forwards them, and the parts that `cause` may contain. */
const ages = {
  "Ivy's first error body": [{ code: "VALIDATION", devMessage: `email ${MARKER}@example.com is taken` }, { code: "VALIDATION" }],
  "Ivy's second error body": [
    { message: MARKER, devMessage: MARKER, statusCode: 400, data: { field: "email", value: MARKER }, docUrl: `https://docs.example/${MARKER}`, code: "VALIDATION" },
    { code: "VALIDATION", number: 400 },
  ],
  "Ivy's third error body": [
    { message: MARKER, category: "invalid_request_error", code: MARKER, param: MARKER, docUrl: `https://docs.example/${MARKER}`, devMessage: MARKER, statusCode: 400, data: MARKER },
    { code: "invalid_request_error", number: 400 },
  ],
};

const plain = (rows, expected) => Object.entries(rows).map(([name, fault]) => ({ name, fault, ...expected }));

/** No response, or half of one. */
const lost = plain(
  {
    "a reset before headers": (exchange) => exchange.socket.resetAndDestroy(),
    "closed before headers": (exchange) => exchange.end(""),
    "a reset in the headers": reset(lines),
    "a reset in the body": reset((exchange) => http(200, half(exchange.right), { "content-length": exchange.right.length, connection: "keep-alive" })),
    "a reset in a body without length": reset((exchange) => http(200, half(exchange.right), OPEN)),
    "closed in the body": (exchange) => exchange.end(http(200, half(exchange.right), { "content-length": exchange.right.length })),
    "closed between chunks": (exchange) => exchange.end(http(200, chunk(exchange.right), CHUNKED)),
    "a chunk that has no size": (exchange) => exchange.end(http(200, `zz\r\n${exchange.right}\r\n`, CHUNKED)),
    "not HTTP at all": (exchange) => exchange.end(`SSH-2.0-${MARKER}\r\n`),
    "two lengths": (exchange) => exchange.end(http(200, exchange.right, { "content-length": [exchange.right.length, exchange.right.length + 1] })),
    "headers without end": (exchange) => exchange.end(http(200, exchange.right, { "x-long": Array(30).fill("x".repeat(10_000)) })),
    "compressed, but not": responds(200, (text) => text, { "content-encoding": "gzip" }),
  },
  { code: "network", retryable: true, requests: 2, lost: true },
);

/** Responses that never end. */
const late = plain(
  {
    "silence before headers": () => {},
    "silence in the headers": stall(lines),
    "headers that trickle for ever": trickle(lines, "x"),
    "interim answers for ever": trickle("", "HTTP/1.1 102 Processing\r\n\r\n"),
    "silence after the headers": stall((exchange) => http(200, "", { "content-length": exchange.right.length })),
    "silence in the body": stall((exchange) => http(200, half(exchange.right), { "content-length": exchange.right.length })),
    "a length that is too long": stall((exchange) => http(200, exchange.right, { "content-length": exchange.right.length + 1, connection: "keep-alive" })),
    "a body that trickles for ever": trickle(http(200, "", CHUNKED), chunk(" ")),
  },
  { code: "timeout", retryable: true, requests: 1, lost: true, late: true },
);

const tooLarge = plain(
  {
    "too large, with content-length": stall(http(200, "{", { "content-length": 1_000_000_000 })),
    "too large by one byte": responds(200, (text) => text.padEnd(MAX_BYTES + 1)),
    "too large, without content-length": trickle(http(200, "", CHUNKED), chunk(" ".repeat(4_000))),
    "too large, once it is unpacked": responds(200, gzipSync(" ".repeat(UNPACKED)), { "content-encoding": "gzip" }),
  },
  { code: "response_too_large", retryable: false, requests: 1, unreadable: true },
);

const unreadable = [
  ...plain(
    {
      "200 and empty": responds(200),
      "a length that is too short": responds(200, (text) => text, { "content-length": 10 }),
      "invalid UTF-8": responds(200, (text) => Buffer.concat([Buffer.from(text.slice(0, -1) + ',"a":"'), Buffer.from([0xff, 0x22, 0x7d])])),
      "UTF-16": responds(200, (text) => Buffer.from(`\ufeff${text}`, "utf16le")),
      "truncated JSON": responds(200, half),
      "JSON that is 10,000 deep": responds(200, withMember(`"a":${"[".repeat(5_000)}${"]".repeat(5_000)}`)),
      "JSON that is 65 deep": responds(200, withMember(`"a":${"[".repeat(64)}${"]".repeat(64)}`)),
      "duplicate keys": responds(200, withDuplicateKey),
      "an unpaired surrogate": responds(200, withMember('"a":"\\ud800"')),
      "NaN in JSON": responds(200, withMember('"a":NaN')),
      "two documents": responds(200, (text) => text + text),
      "another shape": responds(200, (text) => `[${text}]`),
      "null": responds(200, "null"),
      "HTML that says it is JSON": responds(200, loginPage),
    },
    { code: "decode_failed", retryable: false, status: 200, requests: 1, unreadable: true },
  ),
  { name: "204", fault: responds(204, "", { "content-length": undefined, "content-type": undefined }), code: "decode_failed", retryable: false, status: 204, requests: 1, unreadable: true },
];

const notTheProxy = [
  ...plain(
    {
      "a login page in HTML": responds(200, loginPage, HTML),
      "a wrong content type": responds(200, (text) => text, { "content-type": "text/plain" }),
      "no content type": responds(200, (text) => text, { "content-type": undefined }),
      "a script's content type": responds(200, (text) => text, { "content-type": "text/javascript" }),
    },
    { code: "misconfigured", retryable: false, status: 200, requests: 1, unreadable: true },
  ),
  { name: "404, a page", fault: responds(404, loginPage, HTML), code: "misconfigured", retryable: false, status: 404, requests: 1 },
  { name: "405", fault: responds(405, loginPage, HTML), code: "misconfigured", retryable: false, status: 405, requests: 1 },
  { name: "415", fault: responds(415, ours("misconfigured")), code: "misconfigured", retryable: false, status: 415, requests: 1, cause: { code: "misconfigured" } },
];

const status = (name, status, code, fault, more) => ({ name, status, code, fault, retryable: false, requests: 1, ...more });
const passing = { retryable: true, requests: 2 };
const ownError = (number, code, more) => status(String(number), number, code, responds(number, ours(code)), { cause: { code }, ...more });

const refused = [
  ownError(400, "proxy_rejected"),
  ownError(401, "unauthorized"),
  ownError(403, "forbidden"),
  ownError(409, "conflict"),
  ownError(413, "proxy_rejected"),
  ownError(422, "validation_failed", { issues: [{ path: ["permissions", 0], code: "type", message: "the proxy refuses this" }] }),
  ownError(423, "conflict"),
  status("418, a page", 418, "proxy_rejected", responds(418, loginPage, HTML)),
  status("401 with a body that never ends", 401, "unauthorized", trickle(http(401, "", CHUNKED), chunk(MARKER))),
];

const unavailable = [
  ownError(408, "timeout", { ...passing, lost: true }),
  ownError(429, "rate_limited", passing),
  ownError(500, "proxy_unavailable", { ...passing, lost: true }),
  status("502, a gateway's page", 502, "proxy_unavailable", responds(502, loginPage, HTML), { ...passing, lost: true }),
  ownError(503, "proxy_unavailable", { ...passing, lost: true }),
  status("504, empty", 504, "proxy_unavailable", responds(504), { ...passing, lost: true }),
  status("500, then a reset", 500, "proxy_unavailable", reset(http(500, "{", { "content-length": 100 })), { ...passing, lost: true }),
  status("503 with too large a body", 503, "proxy_unavailable", responds(503, "x".repeat(200_000), HTML), { ...passing, lost: true }),
  status("503 with a body that trickles for ever", 503, "proxy_unavailable", trickle(http(503, "", CHUNKED), chunk(" ")), { ...passing, lost: true }),
];

const ivys = Object.entries(ages).flatMap(([name, [body, cause]]) => [
  status(`400, ${name}`, 400, "proxy_rejected", responds(400, JSON.stringify(body)), { cause }),
  status(`500, ${name}`, 500, "proxy_unavailable", responds(500, JSON.stringify(body)), { ...passing, cause, lost: true }),
]);

/**
 * All faults: `{name, fault, code, retryable, requests}` and, if they are reported, `status`, `cause` and `issues`.
 *
 * - `lost`: the proxy may have made a session nevertheless
 * - `unreadable`: the proxy has made a session, but the page cannot read which
 * - `late`: the fault takes the whole time of the call
 * - `succeeds`: the call succeeds in this engine
 */
export const FAULTS = [...lost, ...late, ...tooLarge, ...unreadable, ...notTheProxy, ...refused, ...unavailable, ...ivys].map((row) => ({
  ...row,
  ...DIFFERENCES[engine][row.name],
}));
