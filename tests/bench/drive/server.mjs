// Serves the benchmark's pages on loopback, compressed as on a merchant's host. The pages are cross-origin isolated, because
// only then does a page's clock have steps of 5 µs.
import { createServer } from "node:http";
import { brotliCompressSync } from "node:zlib";

const TYPES = { js: "text/javascript", wasm: "application/wasm" };

const HEADERS = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-cache",
  vary: "accept-encoding",
};

/** The path to which a page posts its report. */
const REPORT_PATH = "/report";

/** Serves `files` (bytes by path). Returns the URL, the compressed sizes and a function that stops the server. */
export async function serve(files) {
  const packed = new Map([...files].map(([path, bytes]) => [path, brotliCompressSync(bytes)]));
  let onReport = () => {};
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if (pathname === REPORT_PATH) {
      onReport(JSON.parse(Buffer.concat(await request.toArray()).toString()));
      return void response.writeHead(204, HEADERS).end();
    }
    const bytes = files.get(pathname);
    if (bytes === undefined) return void response.writeHead(404, HEADERS).end();
    const brotli = /\bbr\b/.test(request.headers["accept-encoding"] ?? "");
    const type = TYPES[pathname.split(".")[1]] ?? "text/html";
    const body = brotli ? packed.get(pathname) : bytes;
    const encoding = brotli ? { "content-encoding": "br" } : {};
    response.writeHead(200, { ...HEADERS, ...encoding, "content-type": type, "content-length": body.length }).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** Returns the next report of a page. Call it before the page is opened. */
    next: (patience) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error("no page has told anything for too long")), patience);
        onReport = (report) => resolve((clearTimeout(timer), report));
      }),
    packed: (path) => packed.get(path).length,
    close: () => (server.closeAllConnections(), server.close()),
  };
}
