// A source of the WebAssembly, compiled.

import { attempt, kindOf } from "../shared/values.ts";

/**
 * The location of the WebAssembly file, or its content: its bytes, or the compiled `WebAssembly.Module`. A module has no
 * members to check, and libraries for servers have no type for it: it is any `object` here.
 *
 * @example
 * ```ts
 * import { init, type InitSource } from "ivy-data-session";
 *
 * const empty: InitSource = new Uint8Array(8);
 * await init(empty).catch((error) => console.log(error.code)); // load_failed
 * ```
 */
export type InitSource = URL | string | Response | Promise<Response> | ArrayBufferView | ArrayBuffer | object;

/** One attempt to load the library, for the message if it fails. */
export type Attempt = {
  /** The source, as messages name it. */
  name: string;
  /** The words for a failure of the present step. */
  problem: string;
  /** The status of a response that was not successful. */
  status?: number;
};

/** The members of the possible sources that are read. A class cannot be tested: values come from other realms, or are mocks. */
type LooseSource = Partial<Response> & PromiseLike<unknown>;

/** The smallest valid module. An engine that refuses it refuses every module. */
const EMPTY_MODULE = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** Compiles a source. Throws any error if that is impossible; `current` then has the reason. */
export async function compile(given: InitSource | Promise<BufferSource>, signal: AbortSignal, current: Attempt): Promise<WebAssembly.Module> {
  current.problem = "could not be fetched";
  // The file is requested in the call of init() itself: nothing is awaited before.
  let source: unknown = typeof (given as LooseSource | undefined)?.then === "function" ? await given : given;
  if (kindOf(source) === "WebAssembly.Module") return source as WebAssembly.Module;
  if (typeof source === "string" || kindOf(source) === "URL") {
    source = await globalThis.fetch(source as string | URL, { credentials: "same-origin", signal });
  }
  // A mocked Response may lack the name of its class.
  const response = (source as LooseSource | undefined)?.arrayBuffer ? (source as Response) : undefined;
  if (response && !response.ok) {
    current.status = response.status;
    throw response;
  }
  current.problem = "is not WebAssembly, or is incomplete";
  if (!response) return WebAssembly.compile(source as BufferSource);
  // Streaming requires this type without parameters, and has consumed the body by the time it rejects.
  const isTyped = response.headers.get("content-type")?.trim().toLowerCase() === "application/wasm";
  if (isTyped && WebAssembly.compileStreaming) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** Checks if the page may run WebAssembly. */
export function mayRunWasm(): boolean {
  // WebKit compiles a module that its policy then refuses to run.
  return attempt(() => new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(EMPTY_MODULE)))) !== undefined;
}
