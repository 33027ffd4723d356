// The page of the React entry's tests. The tests call the functions of `globalThis.lib`.

import * as React from "react";
import { flushSync } from "react-dom";
import { createRoot, hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server.browser";
import { BankConnect, useBankConnect } from "ivy-data-session/react";
import * as testing from "ivy-data-session/testing";

/** The recorded callbacks, in order: `[name, subject]`. */
const events = [];
const names = ["onRecalled", "onConnected", "onPending", "onNotConnected", "onError", "onChoose"];
const about = (value) => value.code ?? value.id ?? value.reason ?? value.referenceId ?? value.session?.id ?? value.message;
const note = (name, value) => void events.push([name, about(value), ...(value.handle ? [value.handle] : [])]);
const callbacks = Object.fromEntries(names.map((name) => [name, (value) => note(name, value)]));

const request = { permissions: ["identity"], market: "DE" };
const container = document.getElementById("root");

const { StrictMode, Fragment } = React;
/** Hides its children and shows them again, with their state. Only React 19 has it, so it is not imported by name. */
const Activity = React["Activity"];

/**
 * Renders a component with a scripted client in StrictMode. Past sessions are looked up only if a test sets `recall`.
 * Returns functions that change the properties or hide the component (`update`) and remove it (`unmount`).
 */
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

/** Renders a component to HTML as a server does, and hydrates it. Returns the HTML. */
function hydrate(script, props = {}) {
  const ivy = testing.createFakeClient({ resumeBankLogin: null, ...script });
  const tree = <BankConnect client={ivy} request={request} recall={false} {...callbacks} {...props} />;
  container.innerHTML = renderToString(tree);
  const before = container.innerHTML;
  hydrateRoot(container, tree, { onRecoverableError: (error) => console.error(error) });
  globalThis.page = { ivy };
  return before;
}

/** Returns a promise that the test settles by `globalThis.settle`. */
function later() {
  const settle = {};
  const promise = new Promise((resolve, reject) => Object.assign(settle, { resolve, reject }));
  return Object.assign(globalThis, { settle }) && promise;
}

/** A minimal component for the hook: it renders a button for each action. */
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

/** The component with a record of the state at each render. */
function Recorded(props) {
  const children = ({ state }) => void (globalThis.seen = [...(globalThis.seen ?? []), state.status]);
  return <BankConnect {...props}>{children}</BankConnect>;
}

globalThis.lib = { ...testing, mount, hydrate, later, events, Bare, Recorded };
globalThis.result = true;
