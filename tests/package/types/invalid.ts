// Mistakes that must not compile. Each is marked, and a mark without a mistake is an error as well.

import { createClient, decodeDataSession, isIvyError, listQueryFor } from "ivy-data-session";

// @ts-expect-error: the proxy's URL is required
createClient({});
// @ts-expect-error: no such environment
createClient({ proxyUrl: "/api/ivy", environment: "staging" });
// @ts-expect-error: a number is no user
listQueryFor(7);
// @ts-expect-error: a response's fields may be missing
decodeDataSession("{}").session.data.accounts.length;

export async function mistakes(error: unknown): Promise<void> {
  const ivy = createClient({ proxyUrl: "/api/ivy" });
  // @ts-expect-error: a request needs permissions
  await ivy.connectBank({});
  // @ts-expect-error: permissions are a list
  await ivy.connectBank({ permissions: "identity" });
  // @ts-expect-error: a market is a text
  await ivy.connectBank({ permissions: ["identity"], market: 49 });
  const outcome = await ivy.connectBank({ permissions: ["identity"] });
  // @ts-expect-error: only a login has a URL
  console.log(outcome.redirectUrl);
  // @ts-expect-error: a recalled session needs no bank login
  if (outcome.kind === "recalled") await ivy.openBankLogin(outcome);
  // @ts-expect-error: no such mode
  if (outcome.kind === "login") await ivy.openBankLogin(outcome, { mode: "tab" });
  // @ts-expect-error: a popup returns a result and does not navigate
  if (outcome.kind === "login") (await ivy.openBankLogin(outcome, { mode: "popup" })).kind === "navigating";
  // @ts-expect-error: recallBank creates no session
  console.log((await ivy.recallBank({ permissions: ["identity"] })).redirectUrl);
  // @ts-expect-error: an id is a text
  await ivy.forgetBank(7);
  // @ts-expect-error: no such event
  createClient({ proxyUrl: "/api/ivy", onEvent: (event) => event.type === "request" });
  const result = await ivy.resumeBankLogin();
  // @ts-expect-error: the result may be null
  console.log(result.kind);
  // @ts-expect-error: no such code
  if (isIvyError(error) && error.code === "no_such_code") return;
}
