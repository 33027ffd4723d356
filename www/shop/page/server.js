// The page's own calls to the shop. The header `Ivy-Client` and the content type make them impossible for a form on
// another site; the server checks both.

async function post(path, body) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", "ivy-client": "1" },
    body: JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw Object.assign(new Error("the shop refused"), { ...answer, status: response.status });
  return answer;
}

/** Pays from one account of one session: the session's id and the account's handle. The server looks up the rest itself. */
export const pay = (sessionId, handle) => post("/shop/pay", { sessionId, handle });

/** Who is signed in, as `{customer: {id, name, email} | null, ...}`. */
export const whoIsSignedIn = async () => (await fetch("/shop/me")).json();
