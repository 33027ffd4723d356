// Checks inside of a call: each returns the normal form as JSON.

import type { LibraryCheck } from "../check/check.ts";
import { encode } from "../check/encode.ts";
import { invalid } from "../errors/config-error.ts";
import { library } from "../load/instance.ts";
import type { Call } from "./call.ts";

/** Checks a page's request. `encoded` is the text of `encode`. */
export async function pageRequest(call: Call, encoded: string): Promise<string> {
  const { extraFields, extraPermissions } = call.settings;
  return normalForm(await call.library(() => library.checkRequest(encoded, extraFields, extraPermissions, true)));
}

/** Checks a list query. `encoded` is the text of `encode`. */
export async function listQuery(call: Call, encoded: string): Promise<string> {
  return normalForm(await call.library(() => library.checkListQuery(encoded)));
}

/** Returns the query for a checked user's past sessions, or `undefined` if only the user's metadata is known. */
export async function queryForUser(call: Call, externalUser: object): Promise<string | undefined> {
  const { value }: LibraryCheck = await call.library(() => library.queryForUser(encode(externalUser)));
  return value;
}

function normalForm({ value, issues }: LibraryCheck): string {
  if (value === undefined) throw invalid(issues);
  return value;
}
