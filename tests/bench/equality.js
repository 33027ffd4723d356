// The contenders and comparisons of `equality.test.mjs` in one module. Node can load it once ajv's check is compiled in.
export { isBic, isDate, isIban } from "./peers/rules.js";
export { contenders } from "./peers/all.js";
export { requestOurs } from "./peers/ours.js";
export { requestZod } from "./peers/request-zod.js";
export { COMPARED, listDisagreements, requestDisagreements } from "./page/agreement.js";
