// The body of a request of Node's server as the platform's stream. Node's own `Readable.toWeb` ends the connection when
// the body is cancelled, and the response that says why would be lost.

import type { BodyEvents, NodeRequest } from "./messages.ts";

/** Returns the body of a request. Nothing is read before the stream is. */
export function incomingBody(incoming: NodeRequest): ReadableStream<Uint8Array> {
  let listeners: BodyEvents | undefined;
  const stop = () => {
    if (listeners) unlisten(incoming, listeners);
  };
  const pull = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    if (!listeners) {
      listeners = listenersOf(incoming, controller, stop);
      if (incoming.readableEnded) return listeners.end();
      if (incoming.destroyed) return listeners.close();
      incoming.pause();
      listen(incoming, listeners);
      incoming.on("error", () => {});
    }
    incoming.resume();
  };
  // The rest of a cancelled body is left to the server's listener.
  return new ReadableStream({ pull, cancel: stop }, { highWaterMark: 0 });
}

/** Returns the listeners that pass a body on to a stream. */
function listenersOf(incoming: NodeRequest, controller: ReadableStreamDefaultController<Uint8Array>, stop: () => void): BodyEvents {
  return {
    data: (chunk) => {
      incoming.pause();
      controller.enqueue(bytesOf(chunk));
    },
    end: () => {
      stop();
      controller.close();
    },
    close: () => {
      stop();
      controller.error(new Error("the body broke off"));
    },
  };
}

function listen(incoming: NodeRequest, { data, end, close }: BodyEvents): void {
  incoming.on("data", data);
  incoming.on("end", end);
  incoming.on("close", close);
}

function unlisten(incoming: NodeRequest, { data, end, close }: BodyEvents): void {
  incoming.off("data", data);
  incoming.off("end", end);
  incoming.off("close", close);
}

/** Copies a chunk that would keep more memory than its own, as those of HTTP/2 do. */
function bytesOf(chunk: Uint8Array): Uint8Array {
  const { buffer, byteOffset, byteLength } = chunk;
  return buffer.byteLength > byteLength ? new Uint8Array(chunk) : new Uint8Array(buffer, byteOffset, byteLength);
}
