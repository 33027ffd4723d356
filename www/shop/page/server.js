// The page's requests to the shop. A form of another site cannot send the header `Ivy-Client` and the content type; the
// server checks both.

/** Posts JSON and returns the JSON of the response. Throws an error with the members of the response if it is no success. */
async function post(path, body) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", "ivy-client": "1" },
    body: JSON.stringify(body),
  });
  const result = await response.json().catch(() => ({}));
  if (!response.ok) throw Object.assign(new Error("the shop refused"), { ...result, status: response.status });
  return result;
}

/** Pays from the account with this handle in a session. The server fetches the rest itself. */
export const pay = (sessionId, handle) => post("/shop/pay", { sessionId, handle });

/** Returns the customer who is signed in, as `{customer: {id, name, email} | null, ...}`. */
export const whoIsSignedIn = async () => (await fetch("/shop/me")).json();
