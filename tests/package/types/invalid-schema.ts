// Mistakes with the schemas that must not compile. Each is marked, and a mark without a mistake is an error as well.

import type { StandardSchemaV1 } from "@standard-schema/spec";
import { externalUserSchema, listQuerySchema } from "ivy-data-session";

// @ts-expect-error: a user is no list query
export const wrongOutput: StandardSchemaV1<unknown, { externalUserEmail: string }> = externalUserSchema;
// @ts-expect-error: a schema is no function
listQuerySchema({});
// @ts-expect-error: the types do not exist at run time
listQuerySchema["~standard"].types.input;
// @ts-expect-error: a schema is read-only
listQuerySchema["~standard"].vendor = "shop";

export async function mistakes(): Promise<void> {
  // @ts-expect-error: the result may be a promise
  console.log(externalUserSchema["~standard"].validate({}).ok);
  const result = await externalUserSchema["~standard"].validate({});
  // @ts-expect-error: only a good user has a normal form
  console.log(result.value);
}
