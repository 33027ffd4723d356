// HTTP/1.1 over plain sockets, as little of it as the measurement needs: bodies with a `Content-Length` or in chunks. A full
// client would take longer than the servers that it measures.

const HEAD_END = Buffer.from("\r\n\r\n");
const LINE_END = Buffer.from("\r\n");

/** Returns the body of a chunked message as `{body, end}`, or `undefined` while a part is missing. */
function chunked(bytes, start) {
  const parts = [];
  for (let at = start; ; ) {
    const line = bytes.indexOf(LINE_END, at);
    if (line < 0) return undefined;
    const length = parseInt(bytes.toString("latin1", at, line), 16);
    const end = line + 2 + length + 2;
    if (bytes.length < end) return undefined;
    if (length === 0) return { body: Buffer.concat(parts), end };
    parts.push(bytes.subarray(line + 2, end - 2));
    at = end;
  }
}

/** Returns the first message of the bytes as `{head, body, end}`, or `undefined` while a part is missing. */
function message(bytes) {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const head = bytes.toString("latin1", 0, headEnd);
  const start = headEnd + HEAD_END.length;
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) {
    const rest = chunked(bytes, start);
    return rest && { head, ...rest };
  }
  const end = start + Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  return bytes.length < end ? undefined : { head, body: bytes.subarray(start, end), end };
}

/** Calls `onMessage(head, body)` for each message that arrives at a socket. */
export function readMessages(socket, onMessage) {
  let waiting = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.on("data", (chunk) => {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
    for (let found = message(waiting); found; found = message(waiting)) {
      waiting = waiting.subarray(found.end);
      onMessage(found.head, found.body);
    }
  });
}
