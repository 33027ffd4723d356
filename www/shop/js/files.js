// The files of a folder, compressed. They are the same for everybody; the length of another response would reveal its content.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
};

/** Smaller files are sent as they are. */
const MIN_COMPRESSED = 1024;

/**
 * Returns the response with a file of a folder, or with its `index.html` for a name with a slash at the end; `undefined` if
 * there is none.
 */
export async function fileResponse(request, folder, name) {
  const file = fileOf(folder, name);
  const bytes = file && (await readFile(file).catch(() => undefined));
  if (!bytes) return undefined;
  const type = TYPES[path.extname(file)];
  const headers = { "content-type": type ?? "application/octet-stream", vary: "accept-encoding" };
  const isCompressed = type && bytes.length >= MIN_COMPRESSED && /\bgzip\b/.test(request.headers.get("accept-encoding") ?? "");
  return isCompressed ? new Response(gzipSync(bytes), { headers: { ...headers, "content-encoding": "gzip" } }) : new Response(bytes, { headers });
}

/** Returns the path of a file, or `undefined` for a name that leads out of the folder. */
function fileOf(folder, name) {
  const root = path.resolve(folder);
  const file = path.join(root, decoded(name), name.endsWith("/") ? "index.html" : "");
  return file.startsWith(`${root}${path.sep}`) && !file.includes("\0") ? file : undefined;
}

/** Decodes a path. One that cannot be decoded names no file. */
function decoded(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return "..";
  }
}
