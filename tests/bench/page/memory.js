// Measures the package's WebAssembly memory. The package does not export it, so instances are observed when they are
// created.

let memory;

/** Starts observing. Call it before the package is initialised. */
export function watchMemory() {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    constructor(module, imports) {
      super(module, imports);
      // The build may have shortened the export's name.
      memory = Object.values(this.exports).find((each) => each instanceof WebAssembly.Memory);
    }
  };
}

/** Returns the present size of the package's memory in bytes. WebAssembly memory never shrinks, so this is also the peak. */
export function memoryBytes() {
  if (memory === undefined) throw new Error("the package's memory was not seen");
  return memory.buffer.byteLength;
}
