// The types of values that a test writes down.

import type { DataSession } from "../model/session.ts";

/** A value with arrays that may be read-only, such as `as const` makes them. Those of a session are read-only already. */
export type Written<T> = T extends string | number | boolean | null | undefined | DataSession
  ? T
  : { readonly [Member in keyof T]: Written<T[Member]> };
