// The checks as Standard Schemas (https://standardschema.dev, version 1), for forms and frameworks.

import type { Issue } from "../errors/issue.ts";
import { isIvyError } from "../errors/ivy-error.ts";
import { init } from "../load/instance.ts";
import type { DataSessionRequest, ExternalUser, ListQuery } from "../model/request.ts";
import { checkDataSessionRequest, checkExternalUser, checkListQuery, type CheckResult } from "./check.ts";

/**
 * A check in the form that forms and frameworks take: [Standard Schema](https://standardschema.dev), version 1. It stands
 * here in full, so that no other package is needed.
 *
 * `validate` loads the library where that was not done, and gives a promise then, which is rejected where the library
 * cannot be loaded; once it is loaded, results come at once. Whatever is checked, nothing is thrown for it.
 *
 * @example
 * ```ts
 * import { externalUserSchema, type StandardSchemaV1 } from "ivy-data-session";
 *
 * async function complaints(schema: StandardSchemaV1, input: unknown): Promise<string[]> {
 *   const result = await schema["~standard"].validate(input);
 *   return result.ok ? [] : result.issues.map(({ path, code }) => `${path.join(".")} ${code}`);
 * }
 * console.log(await complaints(externalUserSchema, { email: "ada" })); // [ 'email invalid_email' ]
 * ```
 */
export interface StandardSchemaV1<Input = unknown, Output = Input> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    /** Checks a value. `libraryOptions` are the {@link CheckOptions} of a request; the other schemas have none. */
    readonly validate: (
      value: unknown,
      options?: { readonly libraryOptions?: Record<string, unknown> | undefined } | undefined,
    ) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    /** For the type checker; at run time there is nothing here. */
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

/**
 * A {@link CheckResult} in the form of the standard: a good value has no `issues`, not an empty list.
 *
 * @example
 * ```ts
 * import { externalUserSchema, type ExternalUser, type SchemaResult } from "ivy-data-session";
 *
 * const result: SchemaResult<ExternalUser> = await externalUserSchema["~standard"].validate({ email: "ada@example.com" });
 * console.log(result.issues ?? "no issues"); // no issues
 * ```
 */
export type SchemaResult<T> =
  | { ok: true; value: T; issues?: undefined; warnings: Issue[] }
  | { ok: false; issues: Issue[]; warnings: Issue[] };

/**
 * {@link checkDataSessionRequest} as a Standard Schema.
 *
 * @example
 * ```ts
 * import { dataSessionRequestSchema } from "ivy-data-session";
 *
 * const request = { referenceId: "order-1", permissions: ["identity"], market: " de " };
 * const result = await dataSessionRequestSchema["~standard"].validate(request);
 * if (result.ok) console.log(result.value.market); // DE
 * ```
 */
export const dataSessionRequestSchema: StandardSchemaV1<DataSessionRequest> = /* @__PURE__ */ schema(checkDataSessionRequest);

/**
 * {@link checkListQuery} as a Standard Schema.
 *
 * @example
 * ```ts
 * import { listQuerySchema } from "ivy-data-session";
 *
 * const result = await listQuerySchema["~standard"].validate({});
 * if (!result.ok) console.log(result.issues[0].code); // required
 * ```
 */
export const listQuerySchema: StandardSchemaV1<ListQuery> = /* @__PURE__ */ schema(checkListQuery);

/**
 * {@link checkExternalUser} as a Standard Schema, as for the fields of a form.
 *
 * @example
 * ```ts
 * import { externalUserSchema } from "ivy-data-session";
 *
 * const result = await externalUserSchema["~standard"].validate({ phone: "+49 152 00000001" });
 * if (result.ok) console.log(result.value.phone); // +4915200000001
 * ```
 */
export const externalUserSchema: StandardSchemaV1<ExternalUser> = /* @__PURE__ */ schema(checkExternalUser);

/** Makes a schema of a check, whose result has the form of the standard: a `value`, or `issues` with message and path. */
function schema<T>(check: (value: unknown, options?: Record<string, unknown>) => CheckResult<T>): StandardSchemaV1<T> {
  const validate: StandardSchemaV1<T>["~standard"]["validate"] = (value, options) => {
    const run = (): SchemaResult<T> => {
      const checked = check(value, options?.libraryOptions);
      if (!checked.ok) return checked;
      const { ok, value: normal, warnings } = checked;
      return { ok, value: normal, warnings };
    };
    try {
      return run();
    } catch (error) {
      // Also after a call that crashed the instance: the next one loads it again.
      if (!isIvyError(error) || error.code !== "not_initialized") throw error;
      return init().then(run);
    }
  };
  return { "~standard": { version: 1, vendor: "ivy-data-session", validate } };
}
