// What stands in the glue in place of the generator's own (`spare.rs`): the same in fewer words. The generator keeps views of
// the memory, which have to be looked after when it grows, and are no faster.

/** Begins a new instance; an earlier one is left as it is. The facade loads the module, and decides when. */
function initSync(module) {
    wasm = new WebAssembly.Instance(module, __wbg_get_imports()).exports;
    wasm.__wbindgen_start();
}

function getArrayU8FromWasm0(ptr, len) {
    return new Uint8Array(wasm.memory.buffer, ptr >>> 0, len);
}

function getArrayU32FromWasm0(ptr, len) {
    return new Uint32Array(wasm.memory.buffer, ptr >>> 0, len);
}

// Made when they are used: importing must do nothing. To make one takes longer than most texts do.
let decoder;
let encoder;
let decoded = 0;

function getStringFromWasm0(ptr, len) {
    decoded += len;
    // In Safari a decoder fails after two gigabytes.
    if (!decoder || decoded > 2 ** 30) {
        decoder = new TextDecoder("utf-8", { ignoreBOM: true });
        decoded = len;
    }
    return decoder.decode(getArrayU8FromWasm0(ptr, len));
}

/** Puts bytes into the library's memory, and gives where they lie and how many they are. */
function passArray8ToWasm0(arg) {
    const ptr = wasm.__wbindgen_malloc(arg.length, 1);
    getArrayU8FromWasm0(ptr, arg.length).set(arg);
    return [ptr, arg.length];
}

function passStringToWasm0(arg) {
    const len = arg.length;
    // An empty text may lie anywhere but at 0.
    if (len === 0) return [1, 0];
    encoder ??= new TextEncoder();
    const ptr = wasm.__wbindgen_malloc(len, 1);
    // Most texts are ASCII, and fit: in Chromium bytes of their own, to be copied, would take more than twice as long.
    if (encoder.encodeInto(arg, getArrayU8FromWasm0(ptr, len)).read === len) return [ptr, len];
    wasm.__wbindgen_free(ptr, len, 1);
    return passArray8ToWasm0(encoder.encode(arg));
}

/** Gives a text, or none, to the library: the same two numbers, at `place`. */
function putText(place, text) {
    const put = isLikeNone(text) ? [0, 0] : passStringToWasm0(text);
    // Only now: memory may have grown, and has another buffer then.
    getArrayU32FromWasm0(place, 2).set(put);
}

const CLOSURE_DTORS = new FinalizationRegistry(({ a, b, instance }) => {
    if (instance === wasm) wasm.__wbindgen_destroy_closure(a, b);
});

/** A function of the library's as one of JavaScript's. Of an instance that was left, it does nothing. */
function makeMutClosure(arg0, arg1, f) {
    const state = { a: arg0, b: arg1, instance: wasm };
    let uses = 1;
    const real = (...args) => {
        if (state.instance !== wasm) return;
        // It may drop itself while it runs, and is destroyed after that.
        uses++;
        const a = state.a;
        state.a = 0;
        try {
            return f(a, state.b, ...args);
        } finally {
            state.a = a;
            real._wbg_cb_unref();
        }
    };
    real._wbg_cb_unref = () => {
        if (--uses === 0) {
            wasm.__wbindgen_destroy_closure(state.a, state.b);
            state.a = 0;
            CLOSURE_DTORS.unregister(state);
        }
    };
    CLOSURE_DTORS.register(real, state, state);
    return real;
}
