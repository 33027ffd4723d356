/**
 * The one instance of the core, and what becomes of its calls when it traps.
 */
import { ProxyCore, __wbg_reset_state, initSync } from "ivy-proxy-glue";
import bytes from "ivy-proxy-wasm";

/** Which instance it is: another number after each trap. 0: none yet. */
let current = 0;

/** How each call that has not ended yet is ended when the instance is gone. */
const waiting = new Set();

/** A call whose instance is gone. */
export class Trapped extends Error {}

/** The number of the instance, which is made if there is none. */
export function instance() {
  if (current === 0) {
    initSync({ module: new WebAssembly.Module(bytes) });
    current = 1;
  }
  return current;
}

/**
 * Makes a core in the present instance.
 *
 * @param {string} settings JSON
 * @param {object} host what the core may ask of this side
 */
export function makeCore(settings, host) {
  const mine = instance();
  return new ProxyCore(settings, gated(host, () => mine === current));
}

/**
 * Runs a call of the core to its end.
 *
 * @template T
 * @param {() => Promise<T>} call
 * @returns {Promise<T>} rejects with {@link Trapped} where the instance trapped meanwhile
 */
export function run(call) {
  return new Promise((resolve, reject) => {
    waiting.add(reject);
    const settle = (how) => (value) => {
      waiting.delete(reject);
      how(value);
    };
    try {
      call().then(settle(resolve), settle(reject));
    } catch {
      trapped();
    }
  });
}

/** Runs a task of the core's own; the bundler puts it in the place of `queueMicrotask`. */
export function queueTask(task) {
  globalThis.queueMicrotask(ofThisInstance(task));
}

/** The same for a pause of the core, in the place of `setTimeout`. */
export function startPause(then, ms) {
  return globalThis.setTimeout(ofThisInstance(then), ms);
}

function ofThisInstance(task) {
  const mine = current;
  return () => {
    if (mine !== current) return;
    try {
      task();
    } catch {
      trapped();
    }
  };
}

/** The memory of an instance that trapped may be in any state: nothing goes into it any more. */
function trapped() {
  current++;
  __wbg_reset_state();
  const ended = [...waiting];
  waiting.clear();
  for (const reject of ended) reject(new Trapped("the core stopped"));
}

/**
 * The same functions; what they promise is settled only as long as the instance that asked is there.
 *
 * @param {Record<string, any>} host
 * @param {() => boolean} isThere
 */
export function gated(host, isThere) {
  const gate =
    (call) =>
    (...given) => {
      const answer = call(...given);
      if (typeof answer?.then !== "function") return answer;
      return new Promise((resolve, reject) => {
        answer.then(
          (value) => isThere() && resolve(value),
          (error) => isThere() && reject(error),
        );
      });
    };
  return Object.fromEntries(Object.entries(host).map(([name, value]) => [name, typeof value === "function" ? gate(value) : value]));
}
