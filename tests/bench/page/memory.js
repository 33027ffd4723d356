// The package keeps its memory to itself, so that its instances are watched as they are made.

let memory;

/** Call before the package is initialised. */
export function watchMemory() {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    constructor(module, imports) {
      super(module, imports);
      // Its name is whatever the build has left of it.
      memory = Object.values(this.exports).find((each) => each instanceof WebAssembly.Memory);
    }
  };
}

/** Bytes of the package's memory now. It never shrinks: what a list once needed is kept. */
export function memoryBytes() {
  if (memory === undefined) throw new Error("the package's memory was not seen");
  return memory.buffer.byteLength;
}
