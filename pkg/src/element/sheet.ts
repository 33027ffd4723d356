// The style sheet of the view, one for all of them in a page.

import { STYLE } from "./style.ts";

let sheet: CSSStyleSheet | undefined;

/** Adopts the style sheet. A constructed sheet works under a policy that forbids inline styles. */
export function adoptStyle(root: ShadowRoot): void {
  if (!root.adoptedStyleSheets || !CSSStyleSheet.prototype.replaceSync) return;
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
  }
  root.adoptedStyleSheets = [sheet];
}
