// The URL to which a bank login returns.

/** Matches a nonce as the proxy makes it: base64url. */
const NONCE = /^[\w-]{16,128}$/;

/** Splits a URL into path, query and fragment. It matches every string. */
const PARTS = /^([^?#]*)(?:\?([^#]*))?(.*)$/s;

/**
 * Reads the URL of a return page. Returns the one-time nonce of the parameter `ivy`, which only the proxy and Ivy knew
 * before, and the URL `without` it and without `ivy_outcome`, the login page's own opinion, which proves nothing. Other
 * parameters stay as they were written. A malformed nonce is removed too, and is returned as "".
 */
export function readReturnUrl(href: string): { nonce: string; without: string } {
  const [, path = "", query = "", fragment = ""] = PARTS.exec(href) ?? [];
  const pairs = query.split("&");
  const value = pairs.filter((pair) => pair.startsWith("ivy=")).pop()?.slice(4) ?? "";
  const others = pairs.filter((pair) => pair && !/^ivy(_outcome)?(=|$)/.test(pair));
  const without = path + (others.length > 0 ? `?${others.join("&")}` : "") + fragment;
  return { nonce: NONCE.test(value) ? value : "", without };
}
