/**
 * The body of a request of Node's server as the platform's stream. Node's own `Readable.toWeb` ends the connection where
 * the body is given up, and the answer that says why would be lost.
 */

/** @returns {ReadableStream<Uint8Array>} nothing is read before somebody asks for it */
export function incomingBody(incoming) {
  const listeners = {};
  const forget = () => Object.entries(listeners).forEach(([event, listener]) => incoming.off(event, listener));
  const start = (controller) => {
    listeners.data = (chunk) => {
      incoming.pause();
      controller.enqueue(bytes(chunk));
    };
    listeners.end = () => {
      forget();
      controller.close();
    };
    listeners.close = () => {
      forget();
      controller.error(new Error("the body broke off"));
    };
  };
  let isStarted = false;
  const pull = () => {
    if (!isStarted) {
      isStarted = true;
      if (incoming.readableEnded) return listeners.end();
      if (incoming.destroyed) return listeners.close();
      incoming.pause();
      Object.entries(listeners).forEach(([event, listener]) => incoming.on(event, listener));
      incoming.on("error", () => {});
    }
    incoming.resume();
  };
  // What is still to come is the listener's business.
  const cancel = forget;
  return new ReadableStream({ start, pull, cancel }, { highWaterMark: 0 });
}

/** @returns {Uint8Array} a copy where the chunk would keep more memory than its own, as those of HTTP/2 do */
function bytes(chunk) {
  const { buffer, byteOffset, byteLength } = chunk;
  return buffer.byteLength > byteLength ? new Uint8Array(chunk) : new Uint8Array(buffer, byteOffset, byteLength);
}
