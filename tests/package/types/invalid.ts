// What must not compile: each mistake is marked, and a mark without a mistake is an error as well.

import { buildDataSessionRequest, createClient, decodeDataSession, isIvyError, listQueryFor } from "ivy-data-session";

// @ts-expect-error: a request needs its reference
buildDataSessionRequest({ permissions: ["identity"] });
// @ts-expect-error: permissions are a list
buildDataSessionRequest({ referenceId: "order-1", permissions: "identity" });
// @ts-expect-error: a misspelt permission
buildDataSessionRequest({ referenceId: "order-1", permissions: ["identiy"] });
// @ts-expect-error: a misspelt field
buildDataSessionRequest({ referenceId: "order-1", permissions: ["identity"], externaluser: {} });
// @ts-expect-error: the proxy's address is needed
createClient({});
// @ts-expect-error: no such environment
createClient({ proxyUrl: "/api/ivy", environment: "staging" });
// @ts-expect-error: a number is no user
listQueryFor(7);
// @ts-expect-error: an answer's fields may be missing
decodeDataSession("{}").session.data.accounts.length;

export async function mistakes(error: unknown): Promise<void> {
  const ivy = createClient({ proxyUrl: "/api/ivy" });
  const outcome = await ivy.connectBank({ permissions: ["identity"] });
  // @ts-expect-error: only a login has somewhere to go
  console.log(outcome.redirectUrl);
  // @ts-expect-error: a recalled session needs no bank login
  if (outcome.kind === "recalled") await ivy.openBankLogin(outcome);
  const result = await ivy.resumeBankLogin();
  // @ts-expect-error: nothing may be pending
  console.log(result.kind);
  // @ts-expect-error: no such code
  if (isIvyError(error) && error.code === "no_such_code") return;
}
