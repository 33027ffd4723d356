// Finds the features that a style sheet uses.

import { entry } from "./baseline-data.mjs";

/** Returns the features of a style sheet, as `{name, feature}`. `feature` is `undefined` if BCD has none of this name. */
export function usedStyles(sheet) {
  const found = new Map();
  const note = (name, ...places) => found.set(name, { name, feature: places.map(entry).find((feature) => feature?.__compat) });
  const text = sheet.replace(/\/\*[^]*?\*\//g, "");
  for (const [, rule, condition] of text.matchAll(/@([\w-]+)([^{;]*)/g)) {
    note(`@${rule}`, ["css", "at-rules", rule]);
    if (rule === "media") for (const [, feature] of condition.matchAll(/\(([\w-]+)/g)) note(feature, ["css", "at-rules", "media", feature]);
  }
  for (const [, selector, block] of text.matchAll(/([^{};]+)\{([^{}]*)\}/g)) {
    if (!selector.trim().startsWith("@")) for (const [, pseudo] of selector.matchAll(/::?([\w-]+)/g)) note(`:${pseudo}`, ["css", "selectors", pseudo]);
    for (const [, property, value] of block.matchAll(/([\w-]+)\s*:\s*([^;]+)/g)) noteDeclaration(property, value, note);
  }
  return [...found.values()];
}

function noteDeclaration(property, value, note) {
  const places = [["css", "properties", property]];
  if (property.startsWith("--")) note("custom properties", ["css", "properties", "custom-property"]);
  else note(property, ...places);
  for (const [word] of value.matchAll(/(?<![\w#.-])[a-z][\w-]*/g)) {
    if (entry([...places[0], word])) note(`${property}: ${word}`, [...places[0], word]);
  }
  for (const [, name] of value.matchAll(/([a-z][\w-]*)\(/g)) {
    note(`${name}()`, ...[["css", "types", name], ["css", "types", "color", name], ["css", "types", "basic-shape", name], ["css", "properties", "custom-property", name], [...places[0], name]], ...GRID(name));
  }
}

/** Returns the places of functions that belong to one property. */
const GRID = (name) => [["css", "properties", "grid-template-columns", name], ["css", "properties", "transform", name], ["css", "types", "transform-function", name], ["css", "types", "gradient", name]];
