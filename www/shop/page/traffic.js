// Records the requests to the shop's server, for the developers' panel. It does not change them, writes to no console and
// stores nothing.

const watched = ["/api/ivy/", "/shop/"];

/** Calls `note` with `{method, path, sent, status, received, milliseconds}` for every finished request to the shop. */
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
 * Returns the text of a body, or its beginning. Reads chunk by chunk, because the library aborts a request once it has read
 * the body, and the abort also ends the reading of this copy.
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
    // The request was aborted: the text ends here.
  }
  return text;
}
