// The package as a merchant gets it: packed, and installed in an empty folder.

import { execFile } from "node:child_process";
import { createReadStream } from "node:fs";
import { cp, mkdir, mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { launch } from "../engines/engine.mjs";

const run = promisify(execFile);

/** The root folder of this repository. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** The content security policy of a strict page, as in `www/docs/csp-and-sri.md`. */
export const strictPolicy =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'; base-uri 'none'";

/**
 * Packs the package and installs it in an empty folder. Returns the folder, the tarball and the names of the packed files.
 */
export async function installPacked() {
  const folder = await mkdtemp(path.join(tmpdir(), "ivy-package-"));
  const packed = await run("npm", ["pack", "--json", "--silent", "--pack-destination", folder], {
    cwd: path.join(root, "pkg"),
  });
  const [{ filename, files }] = Object.values(JSON.parse(packed.stdout));
  const tarball = path.join(folder, filename);
  const app = await installTarball(folder, tarball);
  return { app, tarball, files: files.map((file) => file.path).sort(), remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Installs a tarball in a new folder within `folder`. Returns the path of the new folder. */
export async function installTarball(folder, tarball) {
  const app = path.join(folder, "app");
  await mkdir(app);
  await writeFile(path.join(app, "package.json"), JSON.stringify({ name: "app", private: true }));
  const flags = ["--offline", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"];
  await run("npm", ["install", ...flags, tarball], { cwd: app });
  return app;
}

/** Writes files to the app: copies of files in this folder, and texts as `{name: text}`. */
export async function writeFiles(app, texts, copies = []) {
  for (const name of copies) await cp(path.join(root, "tests/package", name), path.join(app, path.basename(name)));
  for (const [name, text] of Object.entries(texts)) await writeFile(path.join(app, name), text);
}

/** Links packages of this repository into the app, as if it had installed them. */
export async function linkPackages(app, names) {
  for (const name of names) {
    const place = path.join(app, "node_modules", name);
    await mkdir(path.dirname(place), { recursive: true });
    await symlink(path.join(root, "node_modules", name), place);
  }
}

/** Runs Node on a file of the app and returns its output, parsed as JSON. */
export async function runNode(app, ...args) {
  const { stdout } = await run(process.execPath, args, { cwd: app });
  return JSON.parse(stdout);
}

const types = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** Serves a folder with a content security policy, and more `headers`. */
export async function serve(folder, policy, headers = {}) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const file = path.join(folder, pathname.endsWith("/") ? `${pathname}index.html` : pathname);
    const found = file.startsWith(folder) && (await stat(file).catch(() => null))?.isFile();
    if (!found) return response.writeHead(404).end();
    const type = types[path.extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, "content-security-policy": policy, ...headers });
    createReadStream(file).pipe(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://localhost:${server.address().port}`, close: () => server.close() };
}

/**
 * Opens a page. Returns the value of its `globalThis.result`, its requests and its console errors. `allRequests` has the requests
 * as the browser reports them, including those of workers in engines that report them. `drive` can control the page
 * afterwards.
 */
export async function openPage(url, drive = async (page) => {}) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const [problems, allRequests] = [[], []];
    page.on("request", (request) => allRequests.push(new URL(request.url()).pathname));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(String(error)));
    await page.goto(url);
    await page.waitForFunction(() => "result" in globalThis, undefined, { timeout: 60_000 }).catch(() => {
      throw new Error(`the page gave no result: ${problems.join("; ")}`);
    });
    const result = await page.evaluate(() => globalThis.result);
    const requests = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname));
    await drive(page);
    return { result, requests, allRequests, problems };
  } finally {
    await browser.close();
  }
}
