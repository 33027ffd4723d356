// The URL of a request to Ivy.

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Parses the URL of a request to Ivy.
 *
 * @throws a TypeError unless it is https, or http on this machine
 */
export function ivyUrl(url: string): URL {
  const target = new URL(url);
  if (target.protocol === "https:" || (target.protocol === "http:" && LOOPBACK.test(target.hostname))) return target;
  throw new TypeError("expected https");
}
