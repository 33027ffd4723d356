// What every app of this folder does with the library.

/** Uses the loaded module against the merchant proxy and gives plain data. */
export async function use(ivy, proxyUrl, options) {
  await ivy.init();
  const checked = ivy.checkDataSessionRequest({ referenceId: "", permissions: ["identiy"] });
  const list = ivy.decodeDataSessionList('{"dataSessions":[{"id":"s1","status":"complete"},{"id":7}]}');
  const client = ivy.createClient({ proxyUrl, ...options });
  const request = { permissions: ["identity"], market: "DE" };
  const second = await client.connectBank(request);
  const another = await client.connectBank(request, { fresh: true });
  return {
    issues: checked.issues.map(({ path, code }) => `${path.join(".")} ${code}`),
    decoded: [list.sessions.map(({ id }) => id), list.rejected.map(({ index }) => index)],
    second: [second.kind, second.session?.data.identity.name],
    another: [another.kind, another.reason, another.redirectUrl],
  };
}

/** The same, where a failure is a result. */
export const tryUse = (...given) => use(...given).catch((error) => ({ name: error.name, code: error.code, message: error.message }));
