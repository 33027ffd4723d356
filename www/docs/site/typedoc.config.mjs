// The options of typedoc.

import { writeContract } from "./http-contract.mjs";
import { writeMessages } from "./messages.mjs";
import { ENTRIES, TYPES, entries, groupNames, pages, tasks } from "./navigation.mjs";

await writeContract();
await writeMessages();

/** @type {Partial<import("typedoc").TypeDocOptions>} */
export default {
  name: "ivy-data-session",
  tsconfig: "tsconfig.json",
  plugin: ["./grouped-pages.mjs", "./page-markup.mjs", "./strict-pages.mjs", "./linked-names.mjs", "./gallery.mjs", "./search-index.mjs"],
  entryPoints: entries.map((entry) => `../../../pkg/${entry}.d.ts`),
  projectDocuments: pages.map(({ file }) => file),
  favicon: "../../shop/page/goods/mark.svg",
  highlightLanguages: ["css", "html", "http", "js", "json", "sh", "ts", "tsx"],
  customCss: "site.css",
  customJs: "site.js",
  readme: "../../../README.md",
  excludeExternals: true,
  sortEntryPoints: false,
  sort: ["documents-first", "kind", "source-order"],
  kindSortOrder: ["Document", "Module", "Class", "Function", "Variable", "Interface", "TypeAlias", "Reference"],
  categorizeByGroup: false,
  defaultCategory: TYPES,
  categoryOrder: [...groupNames, ...Object.keys(tasks), TYPES, ENTRIES],
  navigation: { includeCategories: true, includeGroups: false, includeFolders: false },
  navigationLinks: { Demo: "/" },
  visibilityFilters: {},
  disableSources: true,
  disableGit: true,
  githubPages: false,
  hideGenerator: true,
  treatWarningsAsErrors: true,
  validation: { notExported: true, invalidLink: true, invalidPath: true, rewrittenLink: true, unusedMergeModuleWith: true },
};
