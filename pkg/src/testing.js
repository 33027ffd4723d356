/**
 * For merchants' own tests: a client without WebAssembly and network.
 */
export { createFakeClient } from "./testing-client.js";
export { fakeIvyError } from "./testing-error.js";
export { sampleLogin, sampleNotRecalled, sampleRecalled, sampleSession } from "./testing-samples.js";
