// The program of the gallery: every state of the element and of React's component, with scripted answers.

import { createElement } from "react";
import { createRoot } from "react-dom/client";
import "ivy-data-session/element";
import { BankConnect } from "ivy-data-session/react";
import { createFakeClient } from "ivy-data-session/testing";
import { press, show, states } from "../../tests/package/element-states.js";

const CHOICES = {
  with: { element: "Element", react: "React" },
  language: Object.fromEntries(["en", "de", "es", "fi", "fr", "it", "lt", "nl", "pl", "pt", "sk", "sv"].map((code) => [code, code])),
  theme: { auto: "As the device", light: "Light", dark: "Dark" },
};

const place = document.getElementById("gallery");
const grid = node("div", { className: "gallery-states" });
const colours = new CSSStyleSheet();
const chosen = { with: "element", language: "en", theme: "auto", accent: "#1a1f29" };
let roots = [];

function node(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** Makes the control of a choice. */
function control(name, options) {
  const select = node("select", {}, ...Object.entries(options).map(([value, textContent]) => node("option", { value, textContent })));
  select.addEventListener("change", () => draw({ [name]: select.value }));
  return node("label", {}, `${name[0].toUpperCase()}${name.slice(1)} `, select);
}

/** Draws every state again. */
function draw(next) {
  Object.assign(chosen, next);
  for (const root of roots) root.unmount();
  roots = [];
  grid.replaceChildren();
  for (const name of Object.keys(states)) {
    const parent = node("div", { className: "gallery-face" });
    grid.append(node("figure", {}, node("figcaption", {}, name.replaceAll("_", " ")), parent));
    const { language: locale, theme } = chosen;
    if (chosen.with === "react") drawComponent(name, parent, { locale, theme });
    else void show(name, { attributes: { locale, theme, reveal: "off" }, parent });
  }
}

function drawComponent(name, parent, props) {
  const { script, attributes: { action, ...attributes } = {}, pressed = [] } = states[name];
  const client = createFakeClient({ resumeBankLogin: null, ...script });
  const root = createRoot(parent);
  const request = { permissions: ["identity", "accounts"], market: "DE" };
  root.render(createElement(BankConnect, { client, request, formAction: action, onChoose() {}, reveal: "off", ...attributes, ...props }));
  roots.push(root);
  void press(() => parent.firstElementChild, pressed);
}

/** Applies the accent, with black or white on it by its luminance. */
function paint(accent) {
  const [red, green, blue] = accent.match(/\w\w/g).map((part) => parseInt(part, 16));
  const on = red * 0.299 + green * 0.587 + blue * 0.114 > 150 ? "#000" : "#fff";
  colours.replaceSync(`.gallery-face { --ivy-accent: ${accent}; --ivy-on-accent: ${on} }`);
}

const accent = node("input", { type: "color", value: chosen.accent });
accent.addEventListener("input", () => paint(accent.value));
document.adoptedStyleSheets = [...document.adoptedStyleSheets, colours];
const controls = Object.entries(CHOICES).map(([name, options]) => control(name, options));
place.append(node("form", { className: "gallery-controls" }, ...controls, node("label", {}, "Accent ", accent)), grid);
draw({});
