// The program of the pages: opens the tab that an address names, and searches the sections of all pages. The dialog of the search,
// its keys and its list are typedoc's.

const input = document.getElementById("tsd-search-input");
const results = document.getElementById("tsd-search-results");
const status = document.getElementById("tsd-search-status");

/** The number of results that are shown. */
const SHOWN = 20;

const base = document.documentElement.dataset.base;

/** Makes texts comparable: lower case, with spaces between words and in place of punctuation. */
const plain = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}_]+/gu, " ").trim();

/** Each section with its texts for comparison. They are made at the first search. */
let sections;
const prepare = () => (sections ??= (window.searchSections ?? []).map(([title, page, url, text]) => ({ title, page, url, text, head: plain(title), body: plain(`${page} ${title} ${text}`) })));

/** Returns how well a section fits: 0 if a word is missing. An underscore in a code may be typed as a space. */
function score({ head, body, page, url }, query, words) {
  if (!words.every((word) => body.includes(word))) return 0;
  const code = query.replaceAll(" ", "_");
  let points = 1;
  if (head === query || head === code) points += 100;
  else if (head.startsWith(query) || head.startsWith(code)) points += 50;
  else if (words.every((word) => head.includes(word))) points += 30;
  if (body.includes(query) || body.includes(code)) points += 20;
  if (plain(page) === query) points += 10;
  if (url.startsWith("documents/")) points += 5;
  // Other guides have headings with codes, too.
  if (url === `documents/Error_codes.html#${code}`) points += 10;
  return points - Math.min(body.length / 4_000, 4);
}

function search() {
  const query = plain(input.value);
  const words = query.split(" ").filter(Boolean);
  const found = words.length === 0 ? [] : prepare().map((section) => ({ section, points: score(section, query, words) })).filter(({ points }) => points > 0);
  found.sort((one, other) => other.points - one.points);
  results.replaceChildren(...found.slice(0, SHOWN).map(({ section }, at) => row(section, words, at)));
  input.setAttribute("aria-activedescendant", "");
  status.textContent = words.length > 0 && found.length === 0 ? `Nothing found for "${input.value.trim()}"` : "";
}

/** Draws a result: its page, its title, and the words around the first hit. */
function row({ title, page, url, text }, words, at) {
  const item = document.createElement("li");
  item.id = `site-result-${at}`;
  item.role = "option";
  item.ariaSelected = "false";
  const link = document.createElement("a");
  link.href = base + url;
  link.tabIndex = -1;
  const name = document.createElement("strong");
  name.textContent = page === title ? title : `${page}: ${title}`;
  const around = document.createElement("span");
  const from = Math.max(0, text.toLowerCase().indexOf(words[0]) - 40);
  around.textContent = `${from > 0 ? "…" : ""}${text.slice(from, from + 160)}`;
  link.append(name, around);
  item.append(link);
  return item;
}

// Typedoc listens to the same event, and finds no index of its own.
input.addEventListener("input", search);
document.getElementById("tsd-search-script").addEventListener("load", search);
search();

/** Chooses the tab that contains the target of the address. */
function openTab() {
  const tab = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest(".site-tab");
  if (!tab) return;
  document.getElementById(tab.previousElementSibling.htmlFor).checked = true;
  tab.parentElement.scrollIntoView();
}

addEventListener("hashchange", openTab);
openTab();
