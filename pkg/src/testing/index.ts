/**
 * For your own tests: a client without WebAssembly and network, which returns scripted outcomes.
 *
 * @module ivy-data-session/testing
 */
export { createFakeClient } from "./fake-client.ts";
export type { FakeCall, FakeClient, OutcomeOf, Script, Step } from "./fake-client.ts";
export { fakeIvyError } from "./fake-error.ts";
export { sampleInitial, sampleLogin, sampleNotRecalled, sampleRecalled, sampleSession } from "./samples.ts";
export type { SampleChanges } from "./samples.ts";
export type { ScriptValue } from "./script-value.ts";
