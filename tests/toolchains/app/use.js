// What every app of this folder does with the library.

const request = { permissions: ["identity"], market: "DE" };

/** Uses the loaded module against the merchant proxy and gives plain data. */
export async function use(ivy, proxyUrl, options) {
  await ivy.init();
  const checked = ivy.checkDataSessionRequest({ referenceId: "", permissions: ["identiy"] });
  const list = ivy.decodeDataSessionList('{"dataSessions":[{"id":"s1","status":"complete"},{"id":7}]}');
  const client = ivy.createClient({ proxyUrl, ...options });
  const second = await client.connectBank(request);
  const another = await client.connectBank(request, { fresh: true });
  // Only a page can be left, and only for one of Ivy's.
  const elsewhere = await client.openBankLogin({ ...another, redirectUrl: "https://elsewhere.example/" }).catch(({ code }) => code);
  return {
    issues: checked.issues.map(({ path, code }) => `${path.join(".")} ${code}`),
    decoded: [list.sessions.map(({ id }) => id), list.rejected.map(({ index }) => index)],
    second: [second.kind, second.session?.data.identity.name],
    another: [another.kind, another.reason, another.redirectUrl],
    elsewhere,
  };
}

/** In a page: a click opens the bank login in a window of its own, with code that is loaded then. */
export function openOnClick(ivy, proxyUrl, options) {
  const client = ivy.createClient({ proxyUrl, ...options });
  addEventListener("click", () => {
    client.openBankLogin(client.connectBank(request, { fresh: true }), { mode: "popup" }).catch(reportError);
  });
}

/** The same as `use`, where a failure is a result. */
export const tryUse = (...given) => use(...given).catch((error) => ({ name: error.name, code: error.code, message: error.message }));
