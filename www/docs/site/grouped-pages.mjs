// Groups the guides as in `navigation.mjs`, and the exports of an entry by task.

import { Comment, CommentTag, Converter, ReflectionKind } from "typedoc";
import { ENTRIES, TYPES, entries, pages, tasks } from "./navigation.mjs";

/** A priority below that of typedoc's plugin for categories, which runs at the same event. */
const AFTER_CATEGORIES = -1_000;

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const document of project.documents) place(document, project);
    for (const module of project.children) {
      categorize(module, ENTRIES);
      for (const exported of module.children ?? []) categorize(exported, taskOf(exported.name));
    }
  });

  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => orderEntries(project), AFTER_CATEGORIES);
}

/** Puts the entries of the package into the order of the navigation. */
function orderEntries(project) {
  const { children } = project.categories.find(({ title }) => title === ENTRIES);
  const order = ({ name }) => entries.indexOf(name.split("/")[1] ?? "index");
  children.sort((one, other) => order(one) - order(other));
}

/** Sets the group and the title of a document. */
function place(document, project) {
  const file = project.files.getReflectionPath(document);
  const page = pages.find((page) => page.file === file);
  document.frontmatter.category = page.group;
  if (page.title) document.name = page.title;
}

const taskOf = (name) => Object.keys(tasks).find((task) => tasks[task].includes(name)) ?? TYPES;

/** Puts a reflection into a category. A function has its comment at its signature. */
function categorize(reflection, category) {
  const holders = reflection.kindOf(ReflectionKind.Function) ? reflection.signatures : [reflection];
  for (const holder of holders) {
    holder.comment ??= new Comment();
    holder.comment.blockTags.push(new CommentTag("@category", [{ kind: "text", text: category }]));
  }
}
