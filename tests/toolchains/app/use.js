// The use of the library in every app of this folder.

const request = { permissions: ["identity"], market: "DE" };

/** Uses the loaded module with the merchant proxy and returns plain data. */
export async function use(ivy, proxyUrl, options) {
  await ivy.init();
  const checked = ivy.checkDataSessionRequest({ referenceId: "", permissions: ["identiy"] });
  const list = ivy.decodeDataSessionList('{"dataSessions":[{"id":"s1","status":"complete"},{"id":7}]}');
  const client = ivy.createClient({ proxyUrl, ...options });
  const second = await client.connectBank(request);
  const another = await client.connectBank(request, { fresh: true });
  // Only a page can navigate, and only to one of Ivy's origins.
  const elsewhere = await client.openBankLogin({ ...another, redirectUrl: "https://elsewhere.example/" }).catch(({ code }) => code);
  return {
    issues: checked.issues.map(({ path, code }) => `${path.join(".")} ${code}`),
    decoded: [list.sessions.map(({ id }) => id), list.rejected.map(({ index }) => index)],
    second: [second.kind, second.session?.data.identity.name],
    another: [another.kind, another.reason, another.redirectUrl],
    elsewhere,
  };
}

/** Opens the bank login in a separate window on a click. The code for that loads then. Needs a page. */
export function openOnClick(ivy, proxyUrl, options) {
  const client = ivy.createClient({ proxyUrl, ...options });
  addEventListener("click", () => {
    client.openBankLogin(client.connectBank(request, { fresh: true }), { mode: "popup" }).catch(reportError);
  });
}

/** Calls `use` and returns a failure as a result. */
export const tryUse = (...given) => use(...given).catch((error) => ({ name: error.name, code: error.code, message: error.message }));
