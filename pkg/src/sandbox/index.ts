/**
 * For tests of a server: a stand-in for Ivy on this machine, with test banks, a hosted bank login and signed result
 * callbacks. It was built from documents and never compared with a live Ivy.
 *
 * Works in Node 20 and later. Never import it into a page.
 *
 * @module ivy-data-session/sandbox
 */
export type { SandboxCall, SandboxControl, SandboxLogin, SandboxResponse } from "./control.ts";
export type { SandboxDeviations, SandboxOptions } from "./options.ts";
export { startSandbox, type Sandbox } from "./start.ts";
