// Modules that the platforms and their bundlers provide.

/** A WebAssembly file as a compiled module, on Cloudflare Workers. */
declare module "*.wasm" {
  const module: object;
  export default module;
}

/** The same in Next's edge runtime. */
declare module "*.wasm?module" {
  const module: object;
  export default module;
}

declare module "cloudflare:workers" {
  export const waitUntil: ((work: Promise<unknown>) => void) | undefined;
}
