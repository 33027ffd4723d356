// The calls of a shop's own server, by the names that the suite uses.

import { customerOf } from "./customers.mjs";

/** Returns the request to the shop's own server, with these cookies. */
export const from = (cookies) => new Request("http://localhost:3000/", { headers: cookies ? { cookie: cookies } : {} });

/** Returns the request as a post from a page of the shop. */
const postedBy = (request) => {
  const headers = new Headers(request.headers);
  headers.set("origin", "http://localhost:3000");
  headers.set("content-type", "application/json");
  headers.set("ivy-client", "1");
  return new Request(request.url, { method: "POST", headers, body: "{}" });
};

const calls = {
  checkListPath: (proxy) => proxy.checkListPath(),
  check: (proxy, request, url) => proxy.check(url === undefined ? {} : { url }),
  health: (proxy) => proxy.health(),
  metrics: (proxy) => proxy.metrics(),
  hasReleased: (proxy, request) => proxy.hasReleased(request),
  recall: (proxy, request, { request: sessionRequest, options }) => proxy.recall(request, sessionRequest, options),
  releaseAccount: (proxy, request, choice) => proxy.releaseAccount(request, choice),
  presentNonce: async (proxy, request, nonce) => proxy.presentNonce(await proxy.checkJsonPost(postedBy(request)), nonce),
  login: async (proxy, request, referenceId) => proxy.login(await proxy.checkJsonPost(postedBy(request)), referenceId),
  endGuest: (proxy, request) => proxy.endGuest(request),
  exportCustomer: async (proxy, request) => proxy.exportCustomer(await customerOf(request)),
  reassignCustomer: (proxy, request, { from, to }) => proxy.reassignCustomer(from, to),
  lockBefore: (proxy, request, moment) => proxy.lockBefore(moment),
  sweep: (proxy) => proxy.sweep(),
  renew: (proxy, request, secrets) => proxy.renew(secrets).then(() => null, ({ message }) => message),
  forgetCustomer: async (proxy, request) => proxy.forgetCustomer(await customerOf(request)),
};

/** Makes a call. Returns `{ result }`, or `{ refused }` for an error with a code. */
export async function answer(proxy, { call, cookies = "", choice }) {
  try {
    return { result: await calls[call](proxy, from(cookies), choice) };
  } catch (error) {
    const { status = 0, code, retryAfter } = error;
    if (code === undefined) throw error;
    return { refused: { status, code, retryAfter } };
  }
}
