// Requests and responses of Node's server as those of the platform.

/** The largest request body of the shop's own routes, in bytes. */
const MAX_BODY = 16 * 1024;

/** The body of a request that is too large. */
export const TOO_LARGE = Symbol("too large");

/** Returns the request with its body, which a GET and a HEAD have not, or {@link TOO_LARGE}. */
export async function toRequest(incoming) {
  const headers = new Headers();
  for (let at = 0; at + 1 < incoming.rawHeaders.length; at += 2) {
    headers.append(incoming.rawHeaders[at], incoming.rawHeaders[at + 1]);
  }
  const url = new URL(incoming.url, `http://${incoming.headers.host ?? "localhost"}`);
  const { method } = incoming;
  if (method === "GET" || method === "HEAD") return new Request(url, { method, headers });
  const body = await readBody(incoming);
  return body === TOO_LARGE ? body : new Request(url, { method, headers, body });
}

async function readBody(incoming) {
  const chunks = [];
  let length = 0;
  for await (const chunk of incoming) {
    length += chunk.length;
    if (length > MAX_BODY) return TOO_LARGE;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Sends a response. Its headers replace those that are set already. */
export async function send(response, incoming, outgoing) {
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) if (name !== "set-cookie") outgoing.setHeader(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader("set-cookie", cookies);
  const body = Buffer.from(await response.arrayBuffer());
  outgoing.setHeader("content-length", body.length);
  outgoing.end(incoming.method === "HEAD" ? undefined : body);
}
