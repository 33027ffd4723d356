// One problem of an input or a response.

import type { IssueCode } from "../model/words.ts";

/**
 * One finding. It never holds the value that it is about, so it can be logged.
 *
 * @example
 * ```ts
 * import { checkExternalUser, init, type Issue } from "ivy-data-session";
 *
 * const tell = ({ path, code }: Issue) => `${path.join(".")} ${code}`;
 * await init();
 * const checked = checkExternalUser({ email: "ada", phone: "12" });
 * if (!checked.ok) console.log(checked.issues.map(tell).join(", ")); // email invalid_email, phone invalid_phone
 * ```
 */
export type Issue = {
  /** The way from the root to the value. A metadata entry stands in it by its position. */
  path: (string | number)[];
  /** The kind of problem, for programs. */
  code: IssueCode;
  /** The problem and the expected value, for people. */
  message: string;
};
