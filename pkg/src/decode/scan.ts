// Scans of a response's body by the library. Each returns `unreadable`, the reason, alone if the body cannot be read.

import type { Issue } from "../errors/issue.ts";
import { library } from "../load/instance.ts";
import type { LoginReason } from "../model/words.ts";

/**
 * The issues of one session of a list.
 *
 * @example
 * ```ts
 * import { decodeDataSessionList, init, type Finding } from "ivy-data-session";
 *
 * const tell = ({ index, issues }: Finding) => `${index}: ${issues[0].path.join(".")} ${issues[0].code}`;
 * await init();
 * console.log(decodeDataSessionList('{"dataSessions":[{"id":7,"status":"complete"}]}').rejected.map(tell).join()); // 0: id type
 * ```
 */
export type Finding = { index: number; issues: Issue[] };

/** A body that cannot be read. */
export type Unreadable = { unreadable: string };

/** The scan of a list. `spans` contains the start and the end of each usable session in turn, in bytes. */
export type ListScan = { unreadable?: undefined; spans: Uint32Array; rejected: Finding[]; warnings: Finding[] };

/** The scan of a session. */
export type SessionScan = { unreadable?: undefined; issues: Issue[]; warnings: Issue[] };

/**
 * Past sessions that can be reused. `offered` is the index in `spans` of the one to offer. `undated` has the indexes of those
 * whose `createdAt` is no date.
 */
export type RecallDecision = {
  unreadable?: undefined;
  login?: undefined;
  sessions: number;
  spans: Uint32Array;
  undated: number[];
  offered?: number;
  ageDays?: number;
  identityDiffers: boolean;
};

/** The reason why a bank login is needed. */
export type LoginDecision = { unreadable?: undefined; login: LoginReason; sessions: number };

/** Scans a list. */
export function scanList(bytes: Uint8Array): ListScan | Unreadable {
  return library.scanList(bytes);
}

/** Scans one session: the body, or a member of the body. */
export function scanSession(bytes: Uint8Array, member?: string): SessionScan | Unreadable {
  return library.scanSession(bytes, member);
}

/**
 * Scans a list and decides if one of its sessions can be reused: see `decide` in `src/wasm/bodies.rs`. `now` is the proxy's
 * clock in epoch seconds, if it is known.
 */
export function decide(
  bytes: Uint8Array,
  required: string[],
  maxAgeDays: number | undefined,
  now: number | undefined,
): RecallDecision | LoginDecision | Unreadable {
  return library.decide(bytes, required, maxAgeDays, now);
}
