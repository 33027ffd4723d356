/**
 * The URL to which a bank login returns.
 */

/** A nonce as the proxy makes it: base64url. */
const NONCE = /^[\w-]{16,128}$/;

/**
 * Reads a return page's whole URL: the one-time nonce in the parameter `ivy`, which only the proxy and Ivy knew before, and
 * the URL `without` it and without `ivy_outcome`, which says what the login page thinks became of it and proves nothing.
 * Everything else stays as it was written. Something else in place of a nonce is taken away like it, and is none.
 *
 * @param {string} href
 */
export function readReturnUrl(href) {
  const [, path, query = "", fragment] = /** @type {RegExpExecArray} */ (/^([^?#]*)(?:\?([^#]*))?(.*)$/s.exec(href));
  const pairs = query.split("&");
  const given = pairs.filter((pair) => pair.startsWith("ivy=")).pop()?.slice(4) ?? "";
  const others = pairs.filter((pair) => pair && !/^ivy(_outcome)?(=|$)/.test(pair));
  const without = path + (others.length > 0 ? `?${others.join("&")}` : "") + fragment;
  return { nonce: NONCE.test(given) ? given : "", without };
}
