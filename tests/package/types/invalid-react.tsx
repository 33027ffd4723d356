// Mistakes in a React page that must not compile. Each is marked, and a mark without a mistake is an error as well.

import { createClient } from "ivy-data-session";
import { BankConnect, useBankConnect } from "ivy-data-session/react";

const client = createClient({ proxyUrl: "/api/ivy" });
const request = { permissions: ["identity"] };

export function Mistakes() {
  // @ts-expect-error: the request is required
  useBankConnect({ client });
  // @ts-expect-error: a client is not its options
  useBankConnect({ client: { proxyUrl: "/api/ivy" }, request });
  // @ts-expect-error: the hook has its own signal
  useBankConnect({ client, request, signal: new AbortController().signal });
  // @ts-expect-error: no such callback
  useBankConnect({ client, request, onSuccess: () => {} });
  const { state } = useBankConnect({ client, request });
  // @ts-expect-error: only the connected state has a session
  console.log(state.session);
  // @ts-expect-error: no such state
  if (state.status === "busy") return null;
  // @ts-expect-error: the offered session may be null
  if (state.status === "recalled") console.log(state.outcome.session.id);
  // @ts-expect-error: an error that is no IvyError has no code
  if (state.status === "failed") console.log(state.error.code);
  // @ts-expect-error: onChoose is required
  const silent = <BankConnect client={client} request={request} />;
  // @ts-expect-error: a session may have no account
  const hasty = <BankConnect client={client} request={request} onChoose={({ account }) => console.log(account.name)} />;
  // @ts-expect-error: an account has no position
  const counted = <BankConnect client={client} request={request} onChoose={({ accountIndex }) => console.log(accountIndex)} />;
  // @ts-expect-error: no such text
  const wrong = <BankConnect client={client} request={request} onChoose={() => {}} texts={{ title: "Bank" }} />;
  // @ts-expect-error: no such mode
  const tab = <ivy-bank-connect client={client} mode="tab" />;
  // @ts-expect-error: no such event
  const deaf = <ivy-bank-connect client={client} onpaid={() => {}} />;
  return [silent, hasty, counted, wrong, tab, deaf];
}
