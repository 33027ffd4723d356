/**
 * What the library's glue and the facade use as `TextDecoder` and `TextEncoder`; the bundler puts them there (`--inject`).
 *
 * The glue makes one of each as soon as it is evaluated. Importing must do nothing, and a test's DOM may have neither: so
 * the platform's own are made when they are first used.
 */
class LazyDecoder {
  /** @type {TextDecoder | undefined} */
  own;

  constructor(...options) {
    this.options = options;
  }

  decode(bytes) {
    // Without bytes the glue only warms it up.
    return bytes ? (this.own ??= new globalThis.TextDecoder(...this.options)).decode(bytes) : "";
  }
}

class LazyEncoder {
  /** @type {TextEncoder | undefined} */
  own;

  encode(text) {
    return (this.own ??= new globalThis.TextEncoder()).encode(text);
  }

  encodeInto(text, bytes) {
    return (this.own ??= new globalThis.TextEncoder()).encodeInto(text, bytes);
  }
}

export { LazyDecoder as TextDecoder, LazyEncoder as TextEncoder };
