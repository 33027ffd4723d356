// The worker that runs in workerd: the proxy's routes, and a route for the calls of the shop's own server.

import { createProxy } from "./proxy.workerd.js";
import { answer, from } from "./calls.mjs";
import { customerOf } from "./customers.mjs";
import { BASE_PATH, optionsOf } from "./options.mjs";
import { remoteStore } from "./remote-store.mjs";

let proxy;

/** Makes the proxy when it is first asked for, because a binding belongs to a request. */
const proxyOf = ({ SETTINGS, STORE }) =>
  (proxy ??= createProxy({ ...optionsOf(SETTINGS), store: storeOf(SETTINGS.dialect, STORE), log: (line) => console.log(line), identify: customerOf, basePath: BASE_PATH }));

/** Returns the store, whose statements run in the Node that has started this worker. */
const storeOf = (dialect, binding) => remoteStore(dialect, (body) => binding.fetch("http://store/", { method: "POST", body }));

/** Does what one line of the suite asks for. `start` runs the first statement, which creates the tables. */
async function control(request, env) {
  try {
    const question = await request.json();
    if (question.call !== "start") return Response.json(await answer(proxyOf(env), question));
    await proxyOf(env).hasReleased(from("shop_customer=ada"));
    return Response.json({});
  } catch ({ message }) {
    return Response.json({ error: message });
  }
}

export default {
  fetch: (request, env) =>
    new URL(request.url).pathname === "/control" ? control(request, env) : proxyOf(env)(request, { address: "127.0.0.1" }),
};
