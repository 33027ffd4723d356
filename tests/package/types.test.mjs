// The types as a stranger's compiler sees them, out of the packed package; and the sources of the facade against them.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { after, before, test } from "node:test";
import { installPacked, linkPackages, root, writeFiles } from "./packed.mjs";

const uses = ["valid.ts", "invalid.ts", "valid-testing.ts", "invalid-testing.ts", "valid-react.tsx", "invalid-react.tsx"];

let packed;
before(async () => {
  packed = await installPacked();
  await writeFiles(
    packed.app,
    {
      "common.cts": `
        import ivy = require("ivy-data-session");
        import testing = require("ivy-data-session/testing");
        import react = require("ivy-data-session/react");
        export const masked: string = ivy.maskIban("");
        export const client: ivy.Client = testing.createFakeClient({ resumeBankLogin: null });
        export const connection = () => react.useBankConnect({ client, request: { permissions: ["identity"] } });`,
      "inline.ts": `import { maskIban } from "ivy-data-session/inline";\nexport const masked: string = maskIban("");\n`,
    },
    uses.map((name) => `types/${name}`),
  );
  await linkPackages(packed.app, ["react", "@types/react"]);
});
after(() => packed.remove());

/** Runs the TypeScript compiler and gives what it complains of. */
function complaints(folder, args) {
  const compiler = path.join(root, "node_modules/typescript-7/bin/tsc");
  return new Promise((resolve) => {
    execFile(process.execPath, [compiler, ...args], { cwd: folder }, (error, stdout, stderr) => {
      resolve(error ? stdout + stderr || String(error) : "");
    });
  });
}

const strict = ["--noEmit", "--strict", "--noUncheckedIndexedAccess", "--jsx", "react-jsx", "--types", "", "--lib", "es2022,dom,dom.iterable"];
const resolutions = {
  "a bundler": ["--module", "esnext", "--moduleResolution", "bundler"],
  Node: ["--module", "nodenext", "--moduleResolution", "nodenext"],
};

for (const [who, resolution] of Object.entries(resolutions)) {
  test(`documented uses compile and marked mistakes do not, as resolved by ${who}`, async () => {
    const files = [...uses, "inline.ts", ...(who === "Node" ? ["common.cts"] : [])];
    assert.equal(await complaints(packed.app, [...strict, ...resolution, ...files]), "");
  });
}

test("the facade's sources hold to their types", async () => {
  const target = path.resolve(root, process.env.CARGO_TARGET_DIR ?? "target");
  const config = {
    compilerOptions: {
      ...{ noEmit: true, allowJs: true, checkJs: true, strict: true, noImplicitAny: false, types: [] },
      ...{ target: "es2022", lib: ["es2022", "dom", "dom.iterable"], module: "esnext", moduleResolution: "bundler" },
      paths: {
        "ivy-glue": [path.join(target, "package/glue/ivy_data_session.d.ts")],
        "ivy-wasm": [path.join(root, "tests/package/types/wasm.d.ts")],
      },
    },
    include: [path.join(root, "pkg/src/*.js")],
  };
  await writeFiles(packed.app, { "facade.json": JSON.stringify(config) });
  assert.equal(await complaints(packed.app, ["--project", "facade.json"]), "");
});
