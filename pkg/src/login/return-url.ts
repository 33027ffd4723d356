// The URL to which a bank login returns, as gateways and shop systems leave it. `www/proxy/core/src/return_nonce.rs` reads it
// on a server; `tests/data/return-urls.json` holds both to one table.

/** Matches a nonce as the proxy makes it, 32 bytes in base64url, at the beginning of a value. */
const NONCE = /^[\w-]{43}(?![\w-])/;

/** Matches the escape of a character that a nonce has. It means the same as the character (RFC 3986, 2.3). */
const NEEDLESS_ESCAPE = /%(2d|3\d|5f|[46][1-9a-f]|[57][\da])/gi;

/** Splits a URL into path, query and fragment. It matches every string. */
const PARTS = /^([^?#]*)([^#]*)(.*)$/s;

/** Separates parameters. Gateways append to a URL as if it had no query, or as if it were text of HTML. */
const SEPARATOR = /(?=[?&;#])/;

/** A return URL. */
export type ReturnUrl = {
  /** The one-time nonce, or "" if there is none, or if there are two different ones. */
  nonce: string;
  /** True if a login returned, even with a nonce that is none. */
  isReturn: boolean;
  /** The URL without the nonce and without `ivy_outcome`, the login page's own opinion, which proves nothing. */
  without: string;
};

/**
 * Reads the URL of a return page: the nonce of the parameter `ivy`, which only the proxy and Ivy knew before. It ends at the
 * first character that no nonce has. Other parameters stay as they were written. A malformed nonce is removed too, except in
 * the fragment, which belongs to the page's own router.
 */
export function readReturnUrl(href: string): ReturnUrl {
  const [, path = "", query = "", fragment = ""] = PARTS.exec(href) ?? [];
  let isReturn = false;
  let nonce = "";
  let isAmbiguous = false;
  /** Reads a parameter with its separator. Returns true to remove it. */
  const isOwn = (piece: string, isInQuery: boolean): boolean => {
    const parameter = piece.slice(1).replace(NEEDLESS_ESCAPE, decodeURIComponent);
    if (!parameter.startsWith("ivy=")) return isInQuery && /^(ivy|ivy_outcome(=.*)?)?$/s.test(parameter);
    const found = NONCE.exec(parameter.slice(4))?.[0];
    if (!found && !isInQuery) return false;
    if (found && nonce && found !== nonce) isAmbiguous = true;
    nonce ||= found ?? "";
    return (isReturn = true);
  };
  const rest = (part: string, isInQuery: boolean): string => {
    let kept = "";
    /** The `?` or `#` of a removed parameter, with which the next one begins instead. */
    let sign = "";
    for (const piece of part.split(SEPARATOR)) {
      if (isOwn(piece, isInQuery)) sign ||= /^[?#]?/.exec(piece)?.[0] ?? "";
      else {
        kept += sign ? sign + piece.slice(1) : piece;
        sign = "";
      }
    }
    return kept;
  };
  const without = path + rest(query, true) + rest(fragment, false);
  return { nonce: isAmbiguous ? "" : nonce, isReturn, without };
}
