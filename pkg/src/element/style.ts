// The styles of the element. Sizes follow the page's text. Colours come from custom properties, with defaults for light and
// dark. All directions are logical, so that it works from right to left.

/** The colours that a merchant may set (`--ivy-text`), and their defaults for light and dark. */
const COLOURS: Record<string, [light: string, dark: string]> = {
  text: ["#1a1f29", "#f1f3f6"],
  soft: ["#596170", "#a9b1bd"],
  ground: ["#fff", "#171a20"],
  tint: ["#f4f5f7", "#20252d"],
  line: ["#e1e4e9", "#2f353f"],
  edge: ["#868e9b", "#7b8492"],
  accent: ["#1a1f29", "#f1f3f6"],
  "on-accent": ["#fff", "#171a20"],
  focus: ["#2563eb", "#8ab4ff"],
  good: ["#0c6440", "#7fdcb0"],
  warn: ["#7a4b05", "#f2c57a"],
  bad: ["#a3281c", "#ffb1a6"],
};

/** Returns the properties of a theme. They are set in the shadow tree, apart from the page's properties of the same name. */
const theme = (name: "light" | "dark", at: 0 | 1): string =>
  `{ color-scheme: ${name};${Object.entries(COLOURS).map(([colour, values]) => `--${colour}:var(--ivy-${colour},${values[at]});`).join("")} }`;

export const STYLE: string = `
:host { display: block; }
.box ${theme("light", 0)}
:host([theme="dark"]) .box ${theme("dark", 1)}
@media (prefers-color-scheme: dark) { :host(:not([theme="light"])) .box ${theme("dark", 1)} }
:host([hidden]), [hidden] { display: none !important; }

*, *::before { box-sizing: border-box; }

.box {
  --round: var(--ivy-radius, 12px);
  display: grid;
  gap: .75em;
  padding: var(--ivy-padding, 1em);
  border: var(--ivy-border, 1px solid var(--line));
  border-radius: calc(var(--round) + 4px);
  background: var(--ground);
  color: var(--text);
  font-family: var(--ivy-font, inherit);
  font-size: var(--ivy-font-size, 1rem);
  font-weight: 400;
  line-height: 1.45;
  text-align: start;
  overflow-wrap: anywhere;
  scroll-margin: 1rem;
}

p { margin: 0; }

.unseen {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

.status { display: grid; grid-template-columns: 1.1em 1fr; column-gap: .6em; font-size: .9375em; color: var(--tone); --tone: var(--text); }
.icon { inline-size: 1.1em; block-size: 1.1em; margin-block-start: .17em; fill: currentColor; }
.stroke { fill: none; stroke: var(--ground); stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.status[data-tone="good"] { --tone: var(--good); }
.status[data-tone="warn"] { --tone: var(--warn); }
.status[data-tone="bad"] { --tone: var(--bad); }
.status[data-tone="calm"] { --tone: var(--soft); }
.status[data-tone="busy"] { --tone: var(--soft); }
.reference { grid-column: 2; font-size: .8125em; color: var(--soft); }

.status[data-tone="busy"] .icon { display: none; }
.status[data-tone="busy"]::before, .turning {
  content: "";
  inline-size: 1em;
  block-size: 1em;
  margin-block-start: .22em;
  border: 2px solid;
  border-block-start-color: transparent;
  border-radius: 50%;
  background: none;
}

.title { font-weight: 600; margin-block-end: .5em; }
.list { display: grid; gap: .5em; container-type: inline-size; }

.row {
  display: grid;
  grid-template-columns: auto auto minmax(0, 1fr);
  gap: .75em;
  align-items: center;
  min-block-size: 2.75rem;
  padding: .75em;
  border: 1px solid var(--edge);
  border-radius: var(--round);
  cursor: pointer;
}
.row:hover { background: var(--tint); }
.row:has(:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); background: var(--tint); }
.row:has(:disabled) { cursor: default; opacity: .6; }
.row input { inline-size: 1.25em; block-size: 1.25em; margin: 0; accent-color: var(--accent); cursor: inherit; }

.mark {
  display: grid;
  place-items: center;
  inline-size: 2.5em;
  block-size: 2.5em;
  border-radius: calc(var(--round) - 2px);
  background: var(--tint);
  border: 1px solid var(--line);
  font-weight: 600;
  overflow: hidden;
}
.mark img, .mark ::slotted(*) { display: block; inline-size: 100%; block-size: 100%; object-fit: contain; }
@container (max-width: 20.5rem) {
  .row { gap: .6em; padding-inline: .6em; }
  .mark { inline-size: 2em; block-size: 2em; }
}
/* Large text on a phone leaves the room to the IBAN. */
@container (max-width: 12rem) {
  .row { grid-template-columns: auto minmax(0, 1fr); }
  .mark { display: none; }
}
.row:has(:checked) .mark { background: var(--ground); }

.words { display: grid; gap: .1em; hyphens: auto; }
.line { display: flex; flex-wrap: wrap; justify-content: space-between; column-gap: 1em; }
.bank { font-weight: 600; }
.iban { font-size: .875em; line-height: 1.65; font-variant-numeric: tabular-nums; overflow-wrap: normal; white-space: nowrap; }
.facts { font-size: .875em; color: var(--soft); }
/* Moves to the next line as a whole if it does not fit. */
.age { display: inline-block; }

button { font: inherit; cursor: pointer; touch-action: manipulation; }
button[aria-disabled="true"] { cursor: progress; }

.step { display: grid; }
.step > * { grid-area: 1 / 1; }
.foot { display: grid; gap: .75em; position: relative; }
.step:not(:has(> :not([hidden]))) { display: none; }

.main {
  display: flex;
  align-items: center;
  justify-content: center;
  gap: .6em;
  inline-size: 100%;
  min-block-size: max(3em, 44px);
  padding: .6em 1.25em;
  border: 1px solid transparent;
  border-radius: var(--round);
  background: var(--accent);
  color: var(--on-accent);
  font-weight: 600;
}
.main:hover { background: color-mix(in srgb, var(--accent) 88%, var(--ground)); }
.main[aria-disabled="true"] { opacity: .75; }
.turning { display: none; margin: 0; }
[data-turning] .turning { display: block; }

.more { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 .5em; margin: -.25em -.5em -.5em; }
.more:not(:has(> :not([hidden]))), .foot:not(:has(.note:not([hidden]), .link:not([hidden]))) { display: none; }
.link {
  min-block-size: 44px;
  padding: .4em .5em;
  border: 0;
  border-radius: calc(var(--round) - 4px);
  background: none;
  color: var(--text);
  font-size: .9375em;
  text-decoration: underline;
  text-decoration-color: var(--edge);
  text-underline-offset: .25em;
}
.link:hover { background: var(--tint); }
[part~="confirm-forget"] { color: var(--bad); }

.note { font-size: .8125em; color: var(--soft); hyphens: auto; }

.skeleton { display: grid; gap: .75em; }
.skeleton i { block-size: 4.75em; border-radius: var(--round); background: var(--tint); border: 1px solid var(--line); }
.skeleton i + i { block-size: 3em; }
.box:not([data-late]) .skeleton { visibility: hidden; }

/* A wait of the height of the button and its note. */
[data-ghost] form, [data-ghost] .note { visibility: hidden; }
[data-ghost] .skeleton i:first-child { display: none; }
[data-ghost] .skeleton i { block-size: auto; }
[data-ghost] .more { position: absolute; inset: 50% 0 auto; margin-block: 0; translate: 0 -50%; }
[data-ghost]:not([data-late]) .more { visibility: hidden; }

.row:has(:focus-visible), button:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
input:focus-visible { outline: none; }

@media (prefers-reduced-motion: no-preference) {
  .status[data-tone="busy"]::before, .turning { animation: turn .9s linear infinite; }
  .skeleton i { animation: breathe 1.4s ease-in-out infinite alternate; }
}
@keyframes turn { to { rotate: 1turn; } }
@keyframes breathe { to { opacity: .5; } }

@media (forced-colors: active) {
  .row:has(:checked) { border-color: Highlight; outline: 1px solid Highlight; }
  .row:has(:focus-visible), button:focus-visible { outline: 3px solid Highlight; }
  .stroke { stroke: Canvas; }
  .status[data-tone="busy"]::before, .turning { border-color: CanvasText; border-block-start-color: Canvas; }
}

@media print {
  .box { border: 1px solid; break-inside: avoid; }
  .box:is([data-state="idle"], [data-state="loading"]) { display: none; }
  form, .foot, .skeleton, .row input { display: none; }
  .row:not(:has(:checked)) { display: none; }
  .row { grid-template-columns: auto minmax(0, 1fr); }
  .box, .row { background: none; color: #000; }
  .status, .facts { color: inherit; }
  .stroke { stroke: #fff; }
}
`;
