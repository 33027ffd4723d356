// The configuration of rollup for the declarations of the package: one bundle for each entry (`cargo xtask build`).
//
// A type that an entry exports is declared in the bundle of that entry only. The other bundles import it by the name of the
// entry, so that a class or a unique symbol is the same type everywhere.

import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { dts } from "rollup-plugin-dts";

const folder = fileURLToPath(new URL(".", import.meta.url));
const sources = path.join(folder, "src");

/** The entries, with the source of each. */
const ENTRIES = {
  index: "index.ts",
  errors: "errors/index.ts",
  inline: "inline.ts",
  testing: "testing/index.ts",
  react: "react/index.ts",
  element: "element/index.ts",
  debug: "debug/index.ts",
  vue: "tags/vue.ts",
  solid: "tags/solid.ts",
  svelte: "tags/svelte.ts",
  proxy: "proxy/index.ts",
  sandbox: "sandbox/index.ts",
};

/** The entries for servers, which know no DOM. */
const SERVERS = ["proxy", "sandbox"];

/** The files that export the public names of an entry, and the name by which other bundles import them. */
const OWNERS = [
  { entry: "index", file: "api.ts", name: "ivy-data-session" },
  { entry: "element", file: "element/index.ts", name: "ivy-data-session/element" },
];

const read = (file) => readFileSync(path.join(sources, file), "utf8");

/** The modules with public types, each with its owner. */
const modules = new Map(
  OWNERS.flatMap(({ entry, file, name }) => {
    const reexported = [...read(file).matchAll(/^export .* from "(.*)";$/gm)].map(([, from]) => path.resolve(sources, path.dirname(file), from));
    return [path.join(sources, file), ...reexported].map((module) => [module, { entry, name }]);
  }),
);

/** A plugin that makes an import of another entry's module an import of that entry. */
const importsOfEntries = (entry) => ({
  name: "imports-of-entries",
  resolveId(source, importer) {
    if (!importer || !source.startsWith(".")) return null;
    const module = path.resolve(path.dirname(importer), source);
    // The inline entry exports the names of the main one.
    if (entry === "inline" && module === path.join(sources, "api.ts")) return { id: "./index.js", external: true };
    const owner = modules.get(module);
    return owner && owner.entry !== entry ? { id: owner.name, external: true } : null;
  },
});

/** The first comment of a source: the documentation of the entry, which no declaration carries. */
const heading = (file) => /\/\*\*[^]*?\*\//.exec(read(file))[0];

export default Object.entries(ENTRIES).map(([entry, file]) => ({
  input: { [entry]: path.join(sources, file) },
  external: (id) => !/^[./]/.test(id) && !path.isAbsolute(id) && !id.startsWith("#"),
  plugins: [importsOfEntries(entry), dts({ tsconfig: path.join(folder, SERVERS.includes(entry) ? "tsconfig.proxy.json" : "tsconfig.json") })],
  output: { format: "es", entryFileNames: "[name].d.ts", banner: heading(file) },
}));
