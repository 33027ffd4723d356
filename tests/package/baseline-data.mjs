// The baseline of browsers (`browserslist` of pkg/package.json), and the data about which browser has which feature.

import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./packed.mjs";

const read = (file) => readFileSync(path.join(root, file), "utf8");

/** The names of browsers in BCD (https://github.com/mdn/browser-compat-data) and esbuild, by those of browserslist. */
const NAMES = {
  chrome: { bcd: "chrome", esbuild: "chrome" },
  edge: { bcd: "edge", esbuild: "edge" },
  firefox: { bcd: "firefox", esbuild: "firefox" },
  safari: { bcd: "safari", esbuild: "safari" },
  ios_saf: { bcd: "safari_ios", esbuild: "ios" },
};

/** The oldest browsers in which the package works: `{name, version}`, with the names of browserslist. */
export const baseline = JSON.parse(read("pkg/package.json")).browserslist.map((query) => {
  const [, name, version] = /^(\w+) >= ([\d.]+)$/.exec(query);
  return { name, version };
});

/** The baseline as esbuild's targets. */
export const targets = baseline.map(({ name, version }) => NAMES[name].esbuild + version);

const bcd = JSON.parse(read("node_modules/@mdn/browser-compat-data/data.json"));

/** Returns the entry of a feature, such as `["css", "properties", "gap"]`, or `undefined`. */
export const entry = (keys) => keys.reduce((data, key) => (data && Object.hasOwn(data, key) ? data[key] : undefined), bcd);

const numbers = (version) => version.split(".").map(Number);

/** Returns true if a version is not before another. */
function reaches(version, other) {
  const [[major, minor = 0], [otherMajor, otherMinor = 0]] = [numbers(version), numbers(other)];
  return major > otherMajor || (major === otherMajor && minor >= otherMinor);
}

/** Returns the browsers of the baseline that lack a feature. A feature that needs a prefix or a flag is not there. */
export function lacking(feature) {
  const { support } = feature.__compat;
  return baseline.filter(({ name, version }) => {
    const statements = [support[NAMES[name].bcd] ?? []].flat();
    return !statements.some((each) => {
      const added = typeof each.version_added === "string" ? each.version_added.replace("≤", "") : "";
      return /^\d/.test(added) && !each.flags && !each.prefix && !each.alternative_name && !each.version_removed && reaches(version, added);
    });
  });
}
