/**
 * The checks as Standard Schemas (https://standardschema.dev, version 1), for forms and frameworks that take one.
 */
import { checkDataSessionRequest, checkExternalUser, checkListQuery } from "./checks.js";
import { init } from "./instance.js";

/** See index.d.ts. */
export const dataSessionRequestSchema = /* @__PURE__ */ schema(checkDataSessionRequest);

/** See index.d.ts. */
export const listQuerySchema = /* @__PURE__ */ schema(checkListQuery);

/** See index.d.ts. */
export const externalUserSchema = /* @__PURE__ */ schema(checkExternalUser);

/**
 * What a check gives is a result of the standard as it is: a `value`, or `issues` with message and path.
 *
 * @param {(value: unknown, options?: object) => object} check
 */
function schema(check) {
  /**
   * @param {unknown} value
   * @param {{libraryOptions?: object}} [options]
   */
  const validate = (value, options) => {
    const run = () => check(value, options?.libraryOptions);
    try {
      return run();
    } catch (/** @type {any} */ error) {
      // Also after a call that ended the instance: the next one begins anew by itself.
      if (error.code !== "not_initialized") throw error;
      return init().then(run);
    }
  };
  return { "~standard": { version: 1, vendor: "ivy-data-session", validate } };
}
