// HTML as text in which every value is escaped.

/** Escaped HTML. */
class Html {
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Fills a template. A value is a text, which is escaped, other HTML, or a list of both. */
export const html = ({ raw }, ...values) => new Html(String.raw({ raw }, ...values.map(escaped)));

function escaped(value) {
  if (Array.isArray(value)) return value.map(escaped).join("");
  return value instanceof Html ? value.text : String(value).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
