// The types of values that a test writes down.

import type { DataSession } from "../model/session.ts";

/**
 * A value as a test writes it down: its arrays may be read-only, such as `as const` makes them. Those of a session are read-only
 * already.
 *
 * @example
 * ```ts
 * import type { RecalledOutcome } from "ivy-data-session";
 * import { createFakeClient, type ScriptValue } from "ivy-data-session/testing";
 *
 * const sessions = [{ id: "s1", status: "complete" }] as const;
 * const recalled: ScriptValue<RecalledOutcome> = { kind: "recalled", sessions, session: null, ageDays: 7, identityDiffers: true };
 * console.log((await createFakeClient({ connectBank: recalled }).connectBank({ permissions: ["identity"] })).kind); // recalled
 * ```
 */
export type ScriptValue<T> = T extends string | number | boolean | null | undefined | DataSession
  ? T
  : { readonly [Member in keyof T]: ScriptValue<T[Member]> };
