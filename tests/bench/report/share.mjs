// The report of the proxy's share of a list.

import { milliseconds, range, ratio, table } from "./text.mjs";

/** The promised ratios to a forwarding handler: median time, SQLite, one connection. */
const MUST = { Rust: 2, Node: 2.5 };

/** Returns every target with `met`. It is missed only if the lower quartile is over it. */
export function shareTargets(shares) {
  return Object.entries(MUST).map(([host, must]) => {
    const { rows } = shares.find((share) => share.host === host && share.kind === "SQLite");
    const { median, low, high } = rows.find(({ open }) => open === 1).ratio;
    return { what: `list of 20 sessions, ${host}, SQLite, one connection`, must, value: median, low, high, met: low <= must ? "must" : "no" };
  });
}

/** Returns the report of the shares. */
export function shareReport(shares, { machine, version }) {
  const targets = shareTargets(shares).map(({ what, must, value, low, high, met }) => [
    what,
    ratio(must),
    ratio(value),
    `${ratio(low)}–${ratio(high)}`,
    met === "no" ? "**missed**" : "met",
  ]);
  const cells = shares.flatMap(({ host, kind, rows }) =>
    rows.map(({ open, forward, proxy, ratio: against }) => [
      `${host}, ${kind}, ${open} ${open === 1 ? "connection" : "connections"}`,
      range(against, ratio),
      milliseconds(forward.p50.median),
      milliseconds(proxy.p50.median),
      milliseconds(forward.p99.median),
      milliseconds(proxy.p99.median),
    ]),
  );
  return [
    "# The proxy's share of a list",
    `${machine}, package ${version}.`,
    table(["target, ratio to a forwarding handler", "must ≤", "measured", "quartiles", ""], targets),
    `A list with 20 released sessions, beside a handler on the same server that forwards Ivy's response unchanged. Ivy takes no time
here. Batches of both take turns; a ratio is that of the medians within a round.`,
    table(["", "× forwarding, p50", "forwarding, p50", "proxy, p50", "forwarding, p99", "proxy, p99"], cells),
    "",
  ].join("\n\n");
}
