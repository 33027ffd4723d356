// Replacements of JavaScript's built-ins by scripts of a page: script libraries, polyfills, and mistakes. Each runs in its own
// frame, before the package is imported or at another of its `moments`. Those under `library` must not disturb the package; any
// other may end in an IvyError. `blocksImport`: the engine cannot evaluate the package's file, so that its import fails.

/** Defines a method as script libraries do: enumerable and writable. */
const add = (target, name, value) => (target[name] = value);

/** The functions of Prototype.js 1.7 that replace built-ins, or that are added to every array. */
function prototypeJs() {
  const toArray = (iterable) => {
    if (!iterable) return [];
    if ("toArray" in Object(iterable)) return iterable.toArray();
    let length = iterable.length || 0;
    const results = new Array(length);
    while (length--) results[length] = iterable[length];
    return results;
  };
  const methods = {
    each(iterator, context) {
      for (let index = 0; index < this.length; index++) iterator.call(context, this[index], index);
      return this;
    },
    entries() {
      return [].concat(this);
    },
    toArray() {
      return [].concat(this);
    },
    toJSON() {
      const parts = [];
      this.each((value) => parts.push(JSON.stringify(value)));
      return `[${parts.join(", ")}]`;
    },
    first() {
      return this[0];
    },
    last() {
      return this[this.length - 1];
    },
    clone() {
      return [].concat(this);
    },
    reduce() {
      return this.length > 1 ? this : this[0];
    },
    map(iterator, context) {
      const results = [];
      this.each((value, index) => results.push(iterator ? iterator.call(context, value, index) : value));
      return results;
    },
    filter(iterator, context) {
      const results = [];
      this.each((value, index) => iterator.call(context, value, index) && results.push(value));
      return results;
    },
    find(iterator, context) {
      for (let index = 0; index < this.length; index++) if (iterator.call(context, this[index], index)) return this[index];
    },
    inspect() {
      return `[${this.join(", ")}]`;
    },
  };
  for (const [name, method] of Object.entries(methods)) add(Array.prototype, name, method);
  Array.from = toArray;
  for (const kind of [String, Number, Boolean]) {
    add(kind.prototype, "toJSON", function () {
      return this.valueOf();
    });
  }
  add(Date.prototype, "toJSON", () => "a date");
  Function.prototype.bind = function (context, ...first) {
    const method = this;
    return (...rest) => method.apply(context, [...first, ...rest]);
  };
  for (const name of ["remove", "replace", "update", "insert", "show", "hide", "closest", "match", "select"]) {
    add(HTMLElement.prototype, name, function () {
      return this;
    });
  }
}

/** A class like `Promise` that holds a native one, as polyfills do, without the newer static methods. */
function promisePolyfill() {
  const Native = Promise;
  globalThis.Promise = class Polyfill {
    #inner;
    constructor(run) {
      this.#inner = new Native(run);
    }
    then(...handlers) {
      return this.#inner.then(...handlers);
    }
    catch(handler) {
      return this.#inner.catch(handler);
    }
    static resolve(value) {
      return Native.resolve(value);
    }
    static reject(error) {
      return Native.reject(error);
    }
    static race(all) {
      return Native.race(all);
    }
    static all(all) {
      return Native.all(all);
    }
  };
}

/** A `Map` of ES5 times: without iteration, and without a list for the constructor. */
function oldCollections() {
  class OldMap {
    #keys = [];
    #values = [];
    set(key, value) {
      const at = this.#keys.indexOf(key);
      if (at >= 0) this.#values[at] = value;
      else this.#keys.push(key), this.#values.push(value);
    }
    get(key) {
      return this.#values[this.#keys.indexOf(key)];
    }
    has(key) {
      return this.#keys.includes(key);
    }
    delete(key) {
      const at = this.#keys.indexOf(key);
      if (at >= 0) this.#keys.splice(at, 1), this.#values.splice(at, 1);
    }
    forEach(use) {
      this.#keys.forEach((key, at) => use(this.#values[at], key));
    }
  }
  class OldSet extends OldMap {
    add(value) {
      this.set(value, value);
    }
  }
  Object.assign(globalThis, { Map: OldMap, Set: OldSet });
}

/** Before the package is imported, and after its client was made. */
export const BOTH = ["before", "after"];

const fail = () => {
  throw new Error("replaced by the page");
};

/** Each method of a prototype or class, once replaced by one that throws and once by one that returns nothing. */
const everyMethod = (path, target, names) =>
  names.flatMap((name) => [
    [`${path}.${name} throws`, { moments: ["after"], replace: () => (target[name] = fail) }],
    [`${path}.${name} returns nothing`, { moments: ["before"], replace: () => (target[name] = () => undefined) }],
  ]);

/** The cases by their names. */
export const cases = Object.fromEntries([
  ["nothing", { library: true, replace() {} }],
  ["Prototype.js", { library: true, replace: prototypeJs }],
  ["Array.from of Prototype.js", { library: true, replace: () => (Array.from = (list) => (list.toArray ? list.toArray() : [].slice.call(list))) }],
  ["Array.from returns nothing", { library: true, replace: () => (Array.from = () => []) }],
  ["Array.prototype.reduce of Prototype.js 1.6", { library: true, replace: () => add(Array.prototype, "reduce", function () { return this[0]; }) }],
  ["Array.prototype.entries returns the values", { library: true, replace: () => add(Array.prototype, "entries", function () { return this; }) }],
  ["toJSON of arrays", { library: true, replace: () => add(Array.prototype, "toJSON", () => "an array") }],
  ["toJSON of every object", { library: true, replace: () => add(Object.prototype, "toJSON", () => "an object") }],
  ["enumerable members of Object.prototype", { library: true, replace: () => Object.assign(Object.prototype, { extend() {}, each() {}, clone() {} }) }],
  ["a getter in Object.prototype", { library: true, replace: () => Object.defineProperty(Object.prototype, "lazy", { get: () => 7, configurable: true }) }],
  ["get in Object.prototype", { replace: () => add(Object.prototype, "get", () => 7) }],
  ["set in Object.prototype", { replace: () => add(Object.prototype, "set", () => 7) }],
  ["value in Object.prototype", { blocksImport: true, replace: () => add(Object.prototype, "value", 7) }],
  ["signal in Object.prototype", { blocksImport: true, replace: () => add(Object.prototype, "signal", 7) }],
  ["frozen Object.prototype", { library: true, replace: () => Object.freeze(Object.prototype) }],
  ["frozen built-ins", { library: true, replace: () => [Object, Array, Promise, Error, Map, Set, Function].forEach((kind) => Object.freeze(kind.prototype)) }],
  ["Function.prototype.bind", { library: true, replace: () => (Function.prototype.bind = fail) }],
  ["globalThis.event", { library: true, replace: () => Object.defineProperty(globalThis, "event", { value: {}, configurable: true }) }],
  ["Promise polyfill", { library: true, replace: promisePolyfill }],
  ["Promise without race", { replace: () => delete Promise.race }],
  ["Promise is gone", { blocksImport: true, replace: () => delete globalThis.Promise }],
  ["Promise.prototype.then throws", { moments: BOTH, replace: () => (Promise.prototype.then = fail) }],
  ["Map and Set of ES5 times", { library: true, replace: oldCollections }],
  ["Map is gone", { replace: () => delete globalThis.Map }],
  ["Set is gone", { replace: () => delete globalThis.Set }],
  ["WeakMap is gone", { replace: () => delete globalThis.WeakMap }],
  ["Symbol.iterator of arrays is gone", { moments: BOTH, replace: () => delete Array.prototype[Symbol.iterator] }],
  ["Symbol.iterator of arrays is that of nothing", { replace: () => (Array.prototype[Symbol.iterator] = function* () {}) }],
  ["Symbol is gone", { blocksImport: true, replace: () => delete globalThis.Symbol }],
  ["an accessor for the first item of arrays", { moments: BOTH, replace: () => Object.defineProperty(Array.prototype, 0, { get: () => 7, set() {}, configurable: true }) }],
  ["a getter of arrays", { library: true, replace: () => Object.defineProperty(Array.prototype, "last", { get() { return this[this.length - 1]; }, configurable: true }) }],
  ["TextDecoder is gone", { replace: () => delete globalThis.TextDecoder }],
  ["TextDecoder reads bytes as characters", { replace: () => (globalThis.TextDecoder = class { decode = (bytes = []) => String.fromCharCode(...bytes); }) }],
  ["TextEncoder is gone", { replace: () => delete globalThis.TextEncoder }],
  ["structuredClone", { library: true, replace: () => (globalThis.structuredClone = fail) }],
  ["URL is gone", { replace: () => delete globalThis.URL }],
  ["URL is an object", { replace: () => (globalThis.URL = { createObjectURL() {} }) }],
  ["fetch throws", { replace: () => (globalThis.fetch = fail) }],
  ["fetch returns nothing", { replace: () => (globalThis.fetch = () => undefined) }],
  ["fetch is gone", { replace: () => (globalThis.fetch = undefined) }],
  ["Request is another class", { replace: () => (globalThis.Request = class {}) }],
  ["Response is another class", { replace: () => (globalThis.Response = class {}) }],
  ["Headers throws", { replace: () => (globalThis.Headers = fail) }],
  ["AbortController of a polyfill", { replace: () => (globalThis.AbortController = class { signal = Object.assign(new EventTarget(), { aborted: false }); abort() { this.signal.aborted = true; this.signal.dispatchEvent(new Event("abort")); } }) }],
  ["Intl is gone", { replace: () => delete globalThis.Intl }],
  ["JSON.parse throws", { replace: () => (JSON.parse = fail) }],
  ["JSON.stringify throws", { replace: () => (JSON.stringify = fail) }],
  ["JSON of a library", { library: true, replace: () => (globalThis.JSON = { parse: JSON.parse, stringify: JSON.stringify }) }],
  ["performance without now", { replace: () => Object.defineProperty(globalThis, "performance", { value: {}, configurable: true }) }],
  ["Error is another class", { replace: () => (globalThis.Error = class extends Error {}) }],
  ["CustomEvent is gone", { replace: () => delete globalThis.CustomEvent }],
  ["CSSStyleSheet is gone", { library: true, replace: () => delete globalThis.CSSStyleSheet }],
  ...everyMethod("Array.prototype", Array.prototype, ["map", "filter", "forEach", "find", "some", "every", "includes", "join", "push", "flatMap"]),
  ...everyMethod("String.prototype", String.prototype, ["replace", "slice", "split", "startsWith"]),
  ["Object.defineProperty throws", { blocksImport: true, replace: () => (Object.defineProperty = fail) }],
  ["Object.defineProperty returns nothing", { blocksImport: true, replace: () => (Object.defineProperty = () => undefined) }],
  ...everyMethod("Object", Object, ["assign", "entries", "keys", "hasOwn", "freeze", "create"]),
  ...everyMethod("Element.prototype", Element.prototype, ["closest", "remove", "append", "replaceChildren", "setAttribute", "addEventListener"]),
  ...everyMethod("Uint8Array.prototype", Uint8Array.prototype, ["set", "subarray"]),
]);
