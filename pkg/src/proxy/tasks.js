/**
 * What the core's glue calls instead of `queueMicrotask`; the bundler puts it there (`--inject`). A trap in a task would
 * otherwise end the process.
 */
export { queueTask as queueMicrotask } from "./instance.js";
