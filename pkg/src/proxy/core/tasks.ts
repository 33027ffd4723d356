// The functions that the core's glue calls instead of `queueMicrotask` and `setTimeout`; the bundler puts them there
// (`--inject`). A trap in a task would otherwise end the process. This side's own timers are
// those of `node:timers` or of `globalThis`.

export { queueTask as queueMicrotask, startPause as setTimeout } from "./instance.ts";
