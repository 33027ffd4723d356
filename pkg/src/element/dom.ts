// Makes and fills the nodes of a shadow tree. Old functions of the DOM alone, since script libraries replace newer ones.

/** Makes an element with attributes and children. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  // Not `append`, which script libraries replace.
  for (const child of children) node.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  return node;
}

/** Replaces the children of a node. */
export function refill(node: Node, children: Node[]): void {
  while (node.firstChild) node.removeChild(node.firstChild);
  for (const child of children) node.appendChild(child);
}

/** Writes words into a node. Assigns only on change: screen readers announce a live region on every assignment. */
export function write(node: Node, words: string): void {
  if (node.textContent !== words) node.textContent = words;
}
