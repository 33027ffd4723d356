/** The URL of the WebAssembly file, as a bundler that keeps it as a file passes it. `init` takes it. */
declare const url: string;
export default url;
