// Uses of the schemas that must compile. The schemas are Standard Schemas to the types of the standard's first and newest
// version, and the inferred types are those of the checks' input and output.

import type { StandardSchemaV1 as Newest } from "@standard-schema/spec";
import type { StandardSchemaV1 as First } from "standard-schema-spec-1.0";
import { dataSessionRequestSchema, externalUserSchema, listQuerySchema } from "ivy-data-session";
import type { DataSessionRequest, ExternalUser, ListQuery, StandardSchemaV1 } from "ivy-data-session";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

const newest: [Newest<DataSessionRequest>, Newest<ListQuery>, Newest<ExternalUser>] = [dataSessionRequestSchema, listQuerySchema, externalUserSchema];
const first: [First<DataSessionRequest>, First<ListQuery>, First<ExternalUser>] = [dataSessionRequestSchema, listQuerySchema, externalUserSchema];
const own: StandardSchemaV1[] = [dataSessionRequestSchema, listQuerySchema, externalUserSchema];

export const inferred: true[] = [
  true satisfies Same<Newest.InferInput<typeof dataSessionRequestSchema>, DataSessionRequest>,
  true satisfies Same<Newest.InferOutput<typeof dataSessionRequestSchema>, DataSessionRequest>,
  true satisfies Same<First.InferInput<typeof listQuerySchema>, ListQuery>,
  true satisfies Same<First.InferOutput<typeof listQuerySchema>, ListQuery>,
  true satisfies Same<Newest.InferInput<typeof externalUserSchema>, ExternalUser>,
  true satisfies Same<First.InferOutput<typeof externalUserSchema>, ExternalUser>,
];

export async function check(input: unknown): Promise<string> {
  const { validate } = externalUserSchema["~standard"];
  const result = await validate(input, { libraryOptions: { anything: 1 } });
  if (!result.ok) return result.issues.map(({ path, code }) => `${path.join(".")} ${code}`).join();
  const foreign = await newest[2]["~standard"].validate(input);
  if (foreign.issues) return foreign.issues[0]?.message ?? "";
  return `${result.value.email} ${foreign.value.phone} ${first.length + own.length}`;
}
