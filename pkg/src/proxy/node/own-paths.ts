// The paths that a proxy answers.

import { withoutSlash } from "../options/without-slash.ts";
import type { Proxy } from "../proxy.ts";

/** Returns true for a URL below the proxy's path, and for that of a return page which the proxy serves itself. */
export function isForProxy({ basePath, plainReturnPaths = [] }: Proxy, url: string): boolean {
  const { pathname } = new URL(url);
  return pathname.startsWith(`${basePath}/`) || plainReturnPaths.includes(withoutSlash(pathname));
}
