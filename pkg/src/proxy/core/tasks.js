/**
 * What the core's glue calls instead of `queueMicrotask` and `setTimeout`; the bundler puts it there (`--inject`). A trap in
 * a task would otherwise end the process. The face's own timers are those of `node:timers`.
 */
export { queueTask as queueMicrotask, startPause as setTimeout } from "./instance.js";
