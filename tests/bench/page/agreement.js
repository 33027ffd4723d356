// Checks, before anything is timed, that all contenders accept and reject the same input and return the same sessions.
import { makeList } from "../inputs/lists.js";
import { MALFORMED_LISTS, UNUSUAL_LISTS } from "../inputs/malformed-lists.js";
import { BAD_REQUESTS, GOOD_REQUESTS } from "../inputs/requests.js";
import { parse } from "../peers/rules.js";
import { isEqual } from "./equal.js";

const SHAPES = [["ascii", 1], ["ascii", 20], ["ascii", 1000], ["escapes", 1], ["escapes", 20], ["escapes", 1000], ["accounts", 1]];

/** Returns a sentence for each disagreement about lists. An empty array means agreement. */
export function listDisagreements(contenders) {
  const good = [...SHAPES.map(([shape, count]) => ({ name: `${shape} ${count}`, ...makeList(shape, count) })), ...UNUSUAL_LISTS];
  return [
    ...good.flatMap((input) => contenders.map((contender) => aboutGood(contender, input))),
    ...MALFORMED_LISTS.flatMap((input) => contenders.map((contender) => aboutBad(contender, input))),
  ].filter((sentence) => sentence !== null);
}

function aboutGood(contender, { name, bytes }) {
  const expected = parse(bytes).dataSessions;
  // Check all positions of a short list and some of a long one.
  const step = expected.length <= 20 ? 1 : Math.floor(expected.length / 4);
  for (let at = 0; at < Math.max(1, expected.length); at += step) {
    const { clean, offered } = outcome(contender, bytes, at);
    if (!clean) return `${contender.name} refuses "${name}"`;
    if (!isEqual(offered, expected[at])) return `${contender.name} gives another session ${at} of "${name}"`;
  }
  return null;
}

function aboutBad(contender, { name, bytes }) {
  if (!contender.checks) return null;
  return outcome(contender, bytes, 1).clean ? `${contender.name} accepts "${name}"` : null;
}

function outcome(contender, bytes, offer) {
  try {
    return contender.list(bytes, offer);
  } catch {
    return { clean: false };
  }
}

/** Returns a sentence for each disagreement about requests. A contender has `name` and `check(input)`: `{ok, value}`. */
export function requestDisagreements(contenders) {
  const [first] = contenders;
  const about = (contender, { name, input }, expected) => {
    const { ok, value } = contender.check(input);
    if (ok !== expected) return `${contender.name} ${ok ? "accepts" : "refuses"} "${name}"`;
    return ok && !isEqual(value, first.check(input).value) ? `${contender.name} gives another "${name}"` : null;
  };
  return contenders
    .flatMap((contender) => [
      ...GOOD_REQUESTS.map((request) => about(contender, request, true)),
      ...BAD_REQUESTS.map((request) => about(contender, request, false)),
    ])
    .filter((sentence) => sentence !== null);
}

/** The number of inputs that were compared, for the report. */
export const COMPARED = {
  lists: SHAPES.length + UNUSUAL_LISTS.length,
  badLists: MALFORMED_LISTS.length,
  requests: GOOD_REQUESTS.length,
  badRequests: BAD_REQUESTS.length,
};
