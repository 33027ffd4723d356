//! The rows of the matrix: each toolchain, host and store that the package is tested with. This table is their only
//! definition; the CI runs the rows that it marks.

/// The subject of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A bundler, a framework, a test runner or a page without any of them.
    Toolchain,
    /// A back end in JavaScript.
    Host,
    /// A database.
    Store,
    /// A database whose driver or runtime is installed for the row alone.
    InstalledStore,
}

impl Kind {
    /// Returns the folder of the tests.
    pub(crate) const fn folder(self) -> &'static str {
        match self {
            Self::Toolchain => "tests/toolchains",
            Self::Host => "tests/hosts",
            Self::Store => "tests/proxy-js",
            Self::InstalledStore => "tests/stores",
        }
    }

    /// Returns the name in the report.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Toolchain => "toolchain",
            Self::Host => "host",
            Self::Store | Self::InstalledStore => "store",
        }
    }
}

/// One row.
#[derive(Debug)]
pub(crate) struct Row {
    /// The name on the command line. The tests are in `{name}.test.mjs` in the folder of the kind.
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// True if `cargo xtask test` runs the row, and so the CI.
    pub(crate) in_ci: bool,
    /// The oldest Node that the tools accept, by its major and minor number.
    pub(crate) oldest_node: (u32, u32),
    /// The folder of the lock file with the tools.
    pub(crate) lock: &'static str,
    /// The npm packages whose versions the report names.
    pub(crate) tools: &'static [&'static str],
}

/// The oldest Node that runs the tests.
const ANY_NODE: (u32, u32) = (20, 19);

const fn row(kind: Kind, name: &'static str, lock: &'static str, tools: &'static [&'static str]) -> Row {
    Row { name, kind, in_ci: false, oldest_node: ANY_NODE, lock, tools }
}

const fn toolchain(name: &'static str, lock: &'static str, tools: &'static [&'static str]) -> Row {
    row(Kind::Toolchain, name, lock, tools)
}

impl Row {
    const fn in_ci(self) -> Self {
        Self { in_ci: true, ..self }
    }

    const fn since_node(self, major: u32, minor: u32) -> Self {
        Self { oldest_node: (major, minor), ..self }
    }
}

/// The frameworks that run on Node's own server, or that make its requests of events.
const NODE_FRAMEWORKS: &[&str] =
    &["koa", "@nestjs/core", "@google-cloud/functions-framework", "serverless-http", "hono"];

/// The rows. For each fault of loading the CI runs the cheapest row: plain Rollup drops the WebAssembly file as Angular does, in
/// a fraction of the time, and esbuild's default format has no `import.meta.url`.
pub(crate) const ROWS: &[Row] = &[
    toolchain("page", "", &[]).in_ci(),
    toolchain("import-map", "", &[]),
    toolchain("vite-5", "tests/toolchains/vite-5", &["vite"]).in_ci(),
    toolchain("vite-6", "tests/toolchains/vite-6", &["vite"]),
    toolchain("vite-7", "tests/toolchains/vite-7", &["vite"]),
    toolchain("vite-8", "tests/toolchains/vite-8", &["vite"]).in_ci(),
    toolchain("vite-library", "tests/toolchains/vite-library", &["vite"]),
    toolchain("webpack", "tests/toolchains/webpack", &["webpack", "webpack-of-2023"]).in_ci(),
    toolchain("rsbuild", "tests/toolchains/rsbuild", &["@rsbuild/core"]),
    toolchain("rollup", "tests/toolchains/rollup", &["rollup"]).in_ci(),
    toolchain("esbuild", "tests/toolchains/esbuild", &["esbuild"]).in_ci(),
    toolchain("esbuild-iife", "tests/toolchains/esbuild", &["esbuild"]).in_ci(),
    toolchain("parcel", "tests/toolchains/parcel", &["parcel"]),
    toolchain("next", "tests/toolchains/next", &["next", "react"]).in_ci(),
    toolchain("nuxt", "tests/toolchains/nuxt", &["nuxt"]).since_node(22, 19),
    toolchain("react-router", "tests/toolchains/react-router", &["react-router", "vite"]),
    toolchain("sveltekit", "tests/toolchains/sveltekit", &["@sveltejs/kit", "vite"]).since_node(22, 17),
    toolchain("astro", "tests/toolchains/astro", &["astro"]).since_node(22, 12),
    toolchain("angular", "tests/toolchains/angular", &["@angular/core", "@angular/build"]).since_node(22, 22),
    toolchain("node", "", &[]).in_ci(),
    toolchain("runners", "tests/toolchains/runners", &["vitest", "jest"]).in_ci(),
    toolchain("lint", "tests/toolchains/lint", &["publint", "@arethetypeswrong/cli"]).in_ci(),
    row(Kind::Host, "servers", "www/examples/express", &["express"]).in_ci(),
    row(Kind::Host, "next", "www/examples/next", &["next"]).in_ci(),
    row(Kind::Host, "fastify", "tests/hosts/fastify", &["fastify"]).in_ci(),
    row(Kind::Host, "node-frameworks", "tests/hosts/node-frameworks", NODE_FRAMEWORKS).since_node(22, 12),
    row(Kind::Host, "next-pages", "tests/hosts/next-pages", &["next", "pg"]).since_node(22, 13),
    row(Kind::Host, "nuxt", "tests/toolchains/nuxt", &["nuxt"]).since_node(22, 19),
    row(Kind::Host, "react-router", "tests/toolchains/react-router", &["react-router"]).since_node(22, 13),
    row(Kind::Host, "sveltekit", "tests/hosts/sveltekit", &["@sveltejs/kit", "@sveltejs/adapter-node"])
        .since_node(22, 17),
    row(Kind::Host, "astro", "tests/hosts/astro", &["astro", "@astrojs/node"]).since_node(22, 13),
    row(Kind::Host, "next-edge", "www/examples/next", &["next"]),
    row(Kind::Host, "workers", "", &["workerd"]).in_ci(),
    row(Kind::Host, "deno", "tests/hosts/deno", &["deno"]),
    row(Kind::Host, "bun", "tests/hosts/bun", &["bun"]),
    row(Kind::Host, "guide", "", &[]).in_ci(),
    row(Kind::Host, "go-live", "", &[]).in_ci(),
    row(Kind::Host, "php", "", &[]),
    row(Kind::Host, "java", "", &[]),
    row(
        Kind::Store,
        "stores",
        "",
        &["pg", "libsql", "@libsql/client", "@neondatabase/serverless", "@electric-sql/pglite", "postgres"],
    )
    .in_ci(),
    row(Kind::Store, "migrations", "", &["pg", "libsql"]).in_ci(),
    row(Kind::Store, "sqlite-files", "", &["libsql"]).in_ci(),
    row(Kind::Store, "postgres-tls", "", &["pg"]).in_ci(),
    row(Kind::InstalledStore, "d1", "tests/stores/d1", &["miniflare"]).since_node(22, 12),
    row(Kind::InstalledStore, "bun-sqlite", "tests/stores/bun", &["@oven/bun-linux-x64"]),
];

/// Returns the names of the rows of a kind that the CI runs.
pub(crate) fn in_ci(kind: Kind) -> Vec<&'static str> {
    ROWS.iter().filter(|row| row.in_ci && row.kind == kind).map(|row| row.name).collect()
}

#[cfg(test)]
mod tests {
    use super::{Kind, ROWS, in_ci};
    use crate::paths;
    use std::collections::HashSet;

    /// The names of the rows of a kind.
    fn names(kind: Kind) -> HashSet<String> {
        ROWS.iter().filter(|row| row.kind == kind).map(|row| row.name.to_owned()).collect()
    }

    #[test]
    fn every_test_of_a_toolchain_or_host_is_one_row_and_every_row_has_tests() {
        for kind in [Kind::Toolchain, Kind::Host, Kind::Store, Kind::InstalledStore] {
            let files = std::fs::read_dir(paths::in_root(kind.folder())).unwrap();
            let files = files.map(|entry| entry.unwrap().file_name().into_string().unwrap());
            let files: HashSet<_> = files.filter_map(|file| Some(file.strip_suffix(".test.mjs")?.to_owned())).collect();
            if kind == Kind::Store {
                assert!(names(kind).is_subset(&files), "{:?}", names(kind));
            } else {
                assert_eq!(names(kind), files);
            }
        }
    }

    #[test]
    fn a_row_is_known_by_its_kind_and_name() {
        let all: HashSet<_> = ROWS.iter().map(|row| (row.kind.name(), row.name)).collect();
        assert_eq!(all.len(), ROWS.len());
    }

    #[test]
    fn the_ci_has_a_row_for_each_fault_of_loading_and_no_slow_framework() {
        let rows = in_ci(Kind::Toolchain);
        for name in ["rollup", "esbuild-iife", "vite-5", "vite-8", "webpack", "next"] {
            assert!(rows.contains(&name), "{name}");
        }
        assert!(!rows.contains(&"angular") && !rows.contains(&"nuxt"));
    }
}
