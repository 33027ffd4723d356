// The developers' panel: a log of requests and events, and the editor that checks a request.

import { startEditor } from "./editor.js";
import { watchTraffic } from "./traffic.js";

/** Starts the log of requests. Returns the functions to add an event and to start the editor. */
export function startDevPanel() {
  const log = document.getElementById("dev-log");
  watchTraffic((exchange) => log.append(exchangeItem(exchange)));
  return {
    addEvent: (event) => log.append(item("event", `event ${JSON.stringify(event, rounded)}`)),
    startEditor,
  };
}

const rounded = (_, value) => (typeof value === "number" ? Math.round(value) : value);

function exchangeItem({ method, path, sent, status, received, milliseconds }) {
  const entry = item("exchange", "");
  if (status === 0 || status >= 400) entry.classList.add("is-bad");
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  const outcome = document.createElement("span");
  outcome.className = "outcome";
  outcome.textContent = status === 0 ? "no response" : String(status);
  summary.append(`${method} ${path} → `, outcome, ` · ${milliseconds} ms`);
  details.append(summary, ...block("Sent", sent), ...block("Received", received));
  entry.append(details);
  return entry;
}

function block(heading, text) {
  if (!text) return [];
  const title = document.createElement("h3");
  title.textContent = heading;
  const body = document.createElement("pre");
  body.tabIndex = 0;
  body.textContent = indented(text);
  return [title, body];
}

function indented(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function item(className, text) {
  const made = document.createElement("li");
  made.className = className;
  made.textContent = text;
  return made;
}
