// Calls every synchronous part of the library. Each way to load the package must return the same.

/** Loads the library and returns plain data. */
export async function probe(ivy) {
  let early;
  try {
    ivy.maskIban("DE89370400440532013000");
  } catch (error) {
    early = { code: error.code, isIvyError: ivy.isIvyError(error) };
  }
  await Promise.all([ivy.init(), ivy.init()]);
  const request = {
    referenceId: "order-1",
    permissions: ["identity"],
    market: " de ",
    externalUser: { email: "Ada@Example.COM", phone: "+49 152 0000-0001" },
  };
  const body = JSON.stringify({
    dataSessions: [{ id: "s1", status: "complete", data: { bankName: "Test Bank", accounts: [] } }, { id: 7 }],
  });
  const lazy = ivy.scanDataSessionList(new TextEncoder().encode(body));
  let thrown;
  try {
    ivy.decodeDataSessionList("{");
  } catch (error) {
    thrown = { name: error.name, code: error.code, retryable: error.retryable };
  }
  // The engine compiles the checks of the page's built-ins meanwhile. They must find the same.
  const refusals = [];
  for (let round = 0; round < 20_000; round++) {
    try {
      ivy.createClient({ proxyUrl: "https://shop.example/api/ivy", credentials: "omit" });
    } catch (error) {
      refusals.push(error.message);
    }
  }
  return JSON.parse(
    JSON.stringify({
      early,
      built: ivy.buildDataSessionRequest(request),
      checked: ivy.checkDataSessionRequest({ ...request, permissions: ["identiy"], extra: 1 }),
      query: ivy.listQueryFor(request.externalUser),
      checkedQuery: ivy.checkListQuery({}),
      list: ivy.decodeDataSessionList(body),
      session: ivy.decodeDataSession(JSON.stringify({ id: "s2", status: "complete" })),
      lazy: [lazy.length, lazy.at(0)?.id, lazy.rejected],
      masked: ivy.maskIban("DE89370400440532013000"),
      thrown,
      refusals,
    }),
  );
}
