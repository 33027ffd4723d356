// What must not compile: each mistake is marked, and a mark without a mistake is an error as well.

import { createClient, decodeDataSession, isIvyError, listQueryFor } from "ivy-data-session";

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
  // @ts-expect-error: a request asks for something
  await ivy.connectBank({});
  // @ts-expect-error: permissions are a list
  await ivy.connectBank({ permissions: "identity" });
  // @ts-expect-error: a market is a text
  await ivy.connectBank({ permissions: ["identity"], market: 49 });
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
