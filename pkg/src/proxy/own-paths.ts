// The paths that a proxy answers.

import type { Proxy } from "./proxy.ts";

/** Returns true for a URL below the proxy's path, and for that of a return page which the proxy serves itself. */
export function isForProxy({ basePath, plainReturnPaths = [] }: Proxy, url: string): boolean {
  const { pathname } = new URL(url);
  return pathname.startsWith(`${basePath}/`) || plainReturnPaths.includes(withoutSlash(pathname));
}

/** Returns a path without the slash that some frameworks add to its end. */
export function withoutSlash(pathname: string): string {
  return pathname.length > 1 && pathname.endsWith("/") ? pathname.slice(0, -1) : pathname;
}
