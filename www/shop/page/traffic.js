// Notes what the page and the shop's server say to each other, for the developers' panel. It passes every call through
// unchanged, writes to no console and keeps nothing after the page.

const watched = ["/api/ivy/", "/shop/"];

/** Calls `note` once for every finished call to the shop: `{method, path, sent, status, received, milliseconds}`. */
export function watchTraffic(note) {
  const send = window.fetch.bind(window);
  window.fetch = async (input, options) => {
    const { pathname } = new URL(input instanceof Request ? input.url : String(input), location.href);
    if (!watched.some((start) => pathname.startsWith(start))) return send(input, options);
    const method = options?.method ?? (input instanceof Request ? input.method : "GET");
    const sent = input instanceof Request ? input.clone().text() : Promise.resolve(String(options?.body ?? ""));
    const started = performance.now();
    const finish = async (status, received) =>
      note({
        method,
        path: pathname,
        sent: await sent.catch(() => ""),
        status,
        received: await received,
        milliseconds: Math.round(performance.now() - started),
      });
    try {
      const response = await send(input, options);
      finish(response.status, textOf(response.clone()));
      return response;
    } catch (error) {
      finish(0, "");
      throw error;
    }
  };
}

/**
 * The text of a body. Chunk by chunk, and what has come is kept: the library aborts a request that it has read to its
 * end, and that ends the reading of a copy too.
 */
async function textOf(response) {
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  let text = "";
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader.read()) {
      text += decoder.decode(part.value, { stream: true });
    }
  } catch {
    // Nothing more comes.
  }
  return text;
}
