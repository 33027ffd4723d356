// Tests of the React entry without a page: on a server, by import and by require, from the packed package.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { installPacked, linkPackages, runNode, writeFiles } from "./packed.mjs";

const render = `
  const Own = () => React.createElement("b", null, react.useBankConnect({ client, request }).state.status);
  const request = { permissions: ["identity", "accounts"], market: "DE" };
  const client = testing.createFakeClient();
  const drawn = [
    React.createElement(Own),
    React.createElement(react.BankConnect, { client, request, onChoose() {}, formAction: "/api/ivy/start" }),
    React.createElement(react.BankConnect, { client, request, onChoose() {}, initial: testing.sampleInitial(testing.sampleRecalled()) }),
  ];
  console.log(JSON.stringify({ html: drawn.map((each) => server.renderToString(each)), calls: client.calls }));`;

let packed;
before(async () => {
  packed = await installPacked();
  await linkPackages(packed.app, ["react", "react-dom"]);
  await writeFiles(packed.app, {
    "module.mjs": `
      import React from "react";
      import * as server from "react-dom/server";
      for (const name of ["fetch", "WebAssembly", "setTimeout", "addEventListener"]) {
        Object.defineProperty(globalThis, name, { configurable: true, get() { throw new Error(name); } });
      }
      const react = await import("ivy-data-session/react");
      const testing = await import("ivy-data-session/testing");
      ${render}`,
    "common.cjs": `
      const React = require("react");
      const server = require("react-dom/server");
      const react = require("ivy-data-session/react");
      const testing = require("ivy-data-session/testing");
      ${render}`,
  });
});
after(() => packed.remove());

for (const file of ["module.mjs", "common.cjs"]) {
  test(`it is drawn idle on a server, or with the outcome that the server has, and nothing is called (${file})`, async () => {
    const fields = '<input type="hidden" name="permissions" value="identity,accounts"/><input type="hidden" name="market" value="DE"/>';
    const form = `<form action="/api/ivy/start" method="post">${fields}<button type="submit">Pay by bank</button></form>`;
    const html = ["<b>idle</b>", `<div data-state="idle">${form}</div>`];
    const drawn = await runNode(packed.app, file);
    const recalled = drawn.html.pop();
    assert.deepEqual(drawn, { html, calls: [] });
    assert.match(recalled, /^<div data-state="recalled">.*Test Bank.*Ada Example/);
  });
}

test("it is a client's module to frameworks with server components, and brings no React of its own", async () => {
  for (const file of ["react.js", "react.cjs"]) {
    const text = await readFile(path.join(packed.app, "node_modules/ivy-data-session", file), "utf8");
    assert.match(text, /^"use client";/);
    assert.match(text, file.endsWith("cjs") ? /require\("react"\)/ : /from"react"/);
    assert.ok(text.length < 34_000, `${file} has ${text.length} bytes`);
  }
});
