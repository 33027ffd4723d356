// The bytes of the WebAssembly file, as the build hands them to the entries that carry it inside.
declare const bytes: Uint8Array<ArrayBuffer>;
export default bytes;
