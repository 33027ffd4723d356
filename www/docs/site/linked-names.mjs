// Links names of the package in a guide's code to the reference. The guides stay plain markdown, so that they are readable
// in the repository too.

import { PageEvent, ReflectionKind } from "typedoc";

const KINDS = ReflectionKind.Class | ReflectionKind.Function | ReflectionKind.Variable | ReflectionKind.TypeAlias | ReflectionKind.Interface;

/** A name as code, by itself or as a call: `init`, `connectBank(request)`; not yet within a link. */
const NAME = /<code>(\w+)(\([^<]*\))?<\/code>(?!<\/a>)/g;

/** @param {import("typedoc").Application} app */
export function load(app) {
  let names;

  app.renderer.on(PageEvent.END, (page) => {
    if (!page.model.isDocument()) return;
    names ??= collect(page.project);
    const { router } = app.renderer;
    page.contents = page.contents.replace(NAME, (code, name) => {
      const target = names.get(name);
      return target ? `<a href="${router.relativeUrl(page.model, target)}">${code}</a>` : code;
    });
  });
}

/** Returns the names that can be linked: everything that an entry exports, and the methods of a client. */
function collect(project) {
  const names = new Map();
  for (const reflection of Object.values(project.reflections)) {
    const isExported = reflection.kindOf(KINDS) && reflection.parent?.kindOf(ReflectionKind.Module | ReflectionKind.Project);
    if (isExported && !names.has(reflection.name)) names.set(reflection.name, reflection);
  }
  for (const method of names.get("Client").children) names.set(method.name, method);
  return names;
}
