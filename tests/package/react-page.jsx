// What the tests of the React entry need of a page. They drive it from outside, as `globalThis.lib`.

import * as React from "react";
import { flushSync } from "react-dom";
import { createRoot, hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server.browser";
import { BankConnect, useBankConnect } from "ivy-data-session/react";
import * as testing from "ivy-data-session/testing";

/** What was called back, in order: `[name, what it is about]`. */
const events = [];
const names = ["onRecalled", "onConnected", "onPending", "onNotConnected", "onError", "onChoose"];
const about = (value) => value.code ?? value.id ?? value.reason ?? value.referenceId ?? value.session?.id ?? value.message;
const note = (name, value) => void events.push([name, about(value), ...(value.handle ? [value.handle] : [])]);
const callbacks = Object.fromEntries(names.map((name) => [name, (value) => note(name, value)]));

const request = { permissions: ["identity"], market: "DE" };
const container = document.getElementById("root");

const { StrictMode, Fragment } = React;
/** Hides what is in it and shows it again, with its state: in React 19 only, hence no import by name. */
const Activity = React["Activity"];

/** Draws a client in StrictMode, which looks for nothing by itself unless a test says so; gives what changes the properties, what hides it, and what takes it away. */
function mount(script, props = {}, Drawn = BankConnect) {
  const ivy = testing.createFakeClient({ resumeBankLogin: null, ...script });
  const tree = (more, mode) => (
    <StrictMode>
      {React.createElement(Activity ?? Fragment, Activity && { mode }, <Drawn client={ivy} request={request} recall={false} {...callbacks} {...props} {...more} />)}
    </StrictMode>
  );
  const root = createRoot(container);
  root.render(tree());
  const update = (more, mode) => flushSync(() => root.render(tree(more, mode)));
  return (globalThis.page = { ivy, update, unmount: () => root.unmount() });
}

/** Draws what a server sent, and makes it alive. */
function hydrate(script, props = {}) {
  const ivy = testing.createFakeClient({ resumeBankLogin: null, ...script });
  const tree = <BankConnect client={ivy} request={request} recall={false} {...callbacks} {...props} />;
  container.innerHTML = renderToString(tree);
  const before = container.innerHTML;
  hydrateRoot(container, tree, { onRecoverableError: (error) => console.error(error) });
  return before;
}

/** A promise that a test settles from outside. */
function later() {
  const settle = {};
  const promise = new Promise((resolve, reject) => Object.assign(settle, { resolve, reject }));
  return Object.assign(globalThis, { settle }) && promise;
}

/** A way to use the hook that draws nothing but buttons, and calls `connect` from an effect if it is told to. */
function Bare(props) {
  const { state, ...actions } = useBankConnect(props);
  globalThis.seen = [...(globalThis.seen ?? []), state.status];
  globalThis.actions = [...(globalThis.actions ?? []), actions.connect];
  return (
    <div data-state={state.status}>
      {Object.entries(actions).map(([name, action]) => (
        <button key={name} onClick={action}>
          {name}
        </button>
      ))}
    </div>
  );
}

/** The component, with a note of the state at each time that it is rendered. */
function Recorded(props) {
  const children = ({ state }) => void (globalThis.seen = [...(globalThis.seen ?? []), state.status]);
  return <BankConnect {...props}>{children}</BankConnect>;
}

globalThis.lib = { ...testing, mount, hydrate, later, events, Bare, Recorded };
globalThis.result = true;
