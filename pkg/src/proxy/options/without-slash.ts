// Paths as frameworks write them.

/** Returns a path without the slash that some frameworks add to its end. */
export function withoutSlash(pathname: string): string {
  return pathname.length > 1 && pathname.endsWith("/") ? pathname.slice(0, -1) : pathname;
}
