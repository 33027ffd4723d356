// The bytes of a WebAssembly file, as the bundler passes them to the entries that contain them.

declare const bytes: Uint8Array<ArrayBuffer>;
export default bytes;
