// Rules of a request for which zod has no ready-made check, written as a careful programmer would write them.
import { electronic } from "./rules.js";

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;
const NEEDS_REPAIR = /[\u0000- \u007f\\]/;
const SCHEME = /^https?:\/\/(?!\/)/i;
const FORBIDDEN_KEYS = new Set(["__proto__", "constructor", "prototype"]);

// A valid email address by the HTML standard, and E.164.
export const EMAIL =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
export const PHONE = /^\+[1-9]\d{1,14}$/;

const trim = (text) => text.replace(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, "");

export function normalEmail(text) {
  const trimmed = trim(text);
  const at = trimmed.indexOf("@");
  return at < 0 ? trimmed : trimmed.slice(0, at) + trimmed.slice(at).toLowerCase();
}

export const normalPhone = (text) => trim(text).replace(/[-. ()]/g, "");
export const normalMarket = (text) => trim(text).toUpperCase();
export const normalCode = electronic;
export const isBlank = (text) => /^[\t\n\f\r ]*$/.test(text);

/**
 * Checks a callback URL: absolute, https (http only for loopback hosts), no credentials, nothing that a URL parser would
 * repair.
 */
export function isCallbackUrl(text) {
  if (NEEDS_REPAIR.test(text) || !SCHEME.test(text)) return false;
  let url;
  try {
    url = new URL(text);
  } catch {
    return false;
  }
  if (url.username !== "" || url.password !== "") return false;
  return url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.test(url.hostname));
}

/** Checks the limits of metadata: 50 keys of 40 characters, values of 500 characters or that much JSON text. */
export function isMetadata(metadata) {
  const entries = Object.entries(metadata);
  return entries.length <= 50 && entries.every(([key, value]) => isShort(key, 40) && isValue(value)) && isPlain(metadata);
}

function isValue(value) {
  return isShort(typeof value === "string" ? value : JSON.stringify(value), 500);
}

/** Checks that no key at any depth could change an object's prototype. */
function isPlain(value) {
  if (typeof value !== "object" || value === null) return true;
  return Object.keys(value).every((key) => (Array.isArray(value) || !FORBIDDEN_KEYS.has(key)) && isPlain(value[key]));
}

/** Checks that a text has at most `limit` characters, counted as Unicode scalar values. */
export function isShort(text, limit) {
  return text.length <= limit || (text.length <= 2 * limit && [...text].length <= limit);
}
