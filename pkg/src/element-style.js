/**
 * The look of the element. Sizes follow the page's own text; colours come from custom properties, with defaults for light
 * and dark. Left and right are never named, so that it can be turned around.
 */

const LIGHT = `
  color-scheme: light;
  --text: #1a1f29;
  --soft: #596170;
  --ground: #fff;
  --tint: #f4f5f7;
  --line: #e1e4e9;
  --edge: #868e9b;
  --accent: #1a1f29;
  --on-accent: #fff;
  --focus: #2563eb;
  --good: #0c6440;
  --warn: #7a4b05;
  --bad: #a3281c;
`;

const DARK = `
  color-scheme: dark;
  --text: #f1f3f6;
  --soft: #a9b1bd;
  --ground: #171a20;
  --tint: #20252d;
  --line: #2f353f;
  --edge: #7b8492;
  --accent: #f1f3f6;
  --on-accent: #171a20;
  --focus: #8ab4ff;
  --good: #7fdcb0;
  --warn: #f2c57a;
  --bad: #ffb1a6;
`;

/** What a merchant may set, over the default of the theme. */
const OWN = ["text", "soft", "ground", "tint", "line", "edge", "accent", "on-accent", "focus", "good", "warn", "bad"];

const owned = OWN.map((name) => `--${name}-: var(--ivy-${name}, var(--${name}));`).join("");

export const STYLE = `
:host { display: block; ${LIGHT} }
:host([theme="dark"]) { ${DARK} }
@media (prefers-color-scheme: dark) { :host(:not([theme="light"])) { ${DARK} } }
:host([hidden]), [hidden] { display: none !important; }

*, *::before { box-sizing: border-box; }

.box {
  ${owned}
  --round: var(--ivy-radius, 12px);
  display: grid;
  gap: .75em;
  padding: var(--ivy-padding, 1em);
  border: var(--ivy-border, 1px solid var(--line-));
  border-radius: calc(var(--round) + 4px);
  background: var(--ground-);
  color: var(--text-);
  font-family: var(--ivy-font, inherit);
  font-size: var(--ivy-font-size, 1rem);
  font-weight: 400;
  line-height: 1.45;
  text-align: start;
  overflow-wrap: anywhere;
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

.status { display: grid; grid-template-columns: auto 1fr; column-gap: .6em; font-size: .9375em; color: var(--tone); --tone: var(--text-); }
.status::before {
  content: "";
  inline-size: .6em;
  block-size: .6em;
  margin-block-start: .45em;
  border: .3em solid var(--tone);
  border-radius: 50%;
}
.status[data-tone="good"] { --tone: var(--good-); }
.status[data-tone="warn"] { --tone: var(--warn-); }
.status[data-tone="bad"] { --tone: var(--bad-); }
.status[data-tone="calm"] { --tone: var(--soft-); }
.status[data-tone="busy"] { --tone: var(--soft-); }
.reference { grid-column: 2; font-size: .8125em; color: var(--soft-); }

.status[data-tone="busy"]::before, .turning {
  inline-size: 1em;
  block-size: 1em;
  margin-block-start: .22em;
  border: 2px solid;
  border-block-start-color: transparent;
  border-radius: 50%;
}

.title { font-weight: 600; margin-block-end: .5em; }
.list { display: grid; gap: .5em; }

.row {
  display: grid;
  grid-template-columns: auto auto minmax(0, 1fr);
  gap: .75em;
  align-items: center;
  min-block-size: 2.75rem;
  padding: .75em;
  border: 1px solid var(--edge-);
  border-radius: var(--round);
  cursor: pointer;
}
.row:hover { background: var(--tint-); }
.row:has(:checked) { border-color: var(--accent-); box-shadow: inset 0 0 0 1px var(--accent-); background: var(--tint-); }
.row:has(:disabled) { cursor: default; opacity: .6; }
.row input { inline-size: 1.25em; block-size: 1.25em; margin: 0; accent-color: var(--accent-); cursor: inherit; }

.mark {
  display: grid;
  place-items: center;
  inline-size: 2.5em;
  block-size: 2.5em;
  border-radius: calc(var(--round) - 2px);
  background: var(--tint-);
  border: 1px solid var(--line-);
  font-weight: 600;
}
.row:has(:checked) .mark { background: var(--ground-); }

.words { display: grid; gap: .1em; }
.line { display: flex; flex-wrap: wrap; justify-content: space-between; column-gap: 1em; }
.bank { font-weight: 600; }
.iban { font-size: .875em; line-height: 1.65; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
.holder, .age { font-size: .875em; color: var(--soft-); }

button { font: inherit; cursor: pointer; touch-action: manipulation; }
button[aria-disabled="true"] { cursor: progress; }

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
  background: var(--accent-);
  color: var(--on-accent-);
  font-weight: 600;
}
.main:hover { background: color-mix(in srgb, var(--accent-) 88%, var(--ground-)); }
.main[aria-disabled="true"] { opacity: .75; }
.turning { display: none; margin: 0; }
[data-turning] .turning { display: block; }

.more { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 .5em; margin: -.25em -.5em -.5em; }
.more:not(:has(> :not([hidden]))) { display: none; }
.link {
  min-block-size: 44px;
  padding: .4em .5em;
  border: 0;
  border-radius: calc(var(--round) - 4px);
  background: none;
  color: var(--text-);
  font-size: .9375em;
  text-decoration: underline;
  text-decoration-color: var(--edge-);
  text-underline-offset: .25em;
}
.link:hover { background: var(--tint-); }

.note { font-size: .8125em; color: var(--soft-); }

.skeleton { display: grid; gap: .75em; }
.skeleton i { block-size: 4.75em; border-radius: var(--round); background: var(--tint-); border: 1px solid var(--line-); }
.skeleton i + i { block-size: 3em; }

.row:has(:focus-visible), button:focus-visible { outline: 3px solid var(--focus-); outline-offset: 2px; }
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
  .status::before { border-color: CanvasText; }
  .status[data-tone="busy"]::before, .turning { border-block-start-color: Canvas; }
}
`;
