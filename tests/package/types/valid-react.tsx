// Documented uses in a React page that must compile, without type assertions.

import type { ReactElement, ReactNode } from "react";
import { createClient, isIvyError } from "ivy-data-session";
import { BankConnect, loadTexts, useBankConnect } from "ivy-data-session/react";
import type { BankChoice, BankConnection, BankConnectOptions, BankConnectProps, BankConnectState, BankConnectTexts, NotConnected } from "ivy-data-session/react";
import { createFakeClient } from "ivy-data-session/testing";

const client = createClient({ proxyUrl: "/api/ivy" });
const options: BankConnectOptions = { client, request: { permissions: ["identity"] }, maxAgeDays: 90, require: ["accounts"], recall: false, mode: "popup" };
const german: Partial<BankConnectTexts> = { connect: "Mit Bank zahlen", account: (lastFour) => `Konto mit Ende ${lastFour}` };

export function Hook(): ReactElement {
  const { state, connect, connectAnotherBank, retry, forgetBank, cancel }: BankConnection = useBankConnect({
    ...options,
    onRecalled: ({ sessions, ageDays }) => console.log(sessions.length, ageDays),
    onConnected: (session) => console.log(session.id),
    onPending: ({ referenceId }) => console.log(referenceId),
    onNotConnected: ({ reason }) => console.log(reason === "expired"),
    onError: (error) => console.log(isIvyError(error) && error.code),
  });
  return (
    <div onClick={retry}>
      {told(state)}
      <button onClick={connect}>Pay by bank</button>
      <button onClick={connectAnotherBank}>Use another bank</button>
      <button onClick={() => forgetBank()}>Forget all</button>
      {state.status === "recalled" && state.outcome.session && <button onClick={() => forgetBank(state.outcome.sessions[0])}>Forget</button>}
      <button onClick={cancel}>Cancel</button>
    </div>
  );
}

function told(state: BankConnectState): ReactNode {
  switch (state.status) {
    case "idle":
    case "connecting":
    case "forgotten":
      return null;
    case "loading":
      return state.task === "recall" ? "looking" : "asking";
    case "recalled":
    case "forgetting":
      return state.outcome.session?.id;
    case "redirecting":
      return state.mode === "popup" ? "in a window" : state.outcome.reason;
    case "connected":
      return state.session.data?.bankName;
    case "pending":
      return state.referenceId;
    case "not_connected": {
      const reason: NotConnected["reason"] = state.reason;
      return reason;
    }
    case "failed":
      return state.error.message;
  }
}

const choose = ({ session, handle, account }: BankChoice) => console.log(session.id, handle, account?.name, account?.handle);
const props: BankConnectProps = { ...options, client: createFakeClient(), onChoose: choose };

export const page = (
  <>
    <BankConnect {...props} />
    <BankConnect client={client} request={{ permissions: ["identity"] }} onChoose={choose} texts={german} formAction="/api/ivy/start">
      {({ state, connect }) => (state.status === "idle" ? <a onClick={connect}>Bank</a> : undefined)}
    </BankConnect>
    <ivy-bank-connect
      client={client}
      request={{ permissions: ["identity"] }}
      options={{ maxAgeDays: 90 }}
      locale="de-AT"
      theme="dark"
      mode="popup"
      action="/api/ivy/start"
      onchoose={({ detail }) => choose(detail)}
      onerror={({ detail }) => console.log(detail.code)}
    >
      <form action="/api/ivy/start" method="post" />
    </ivy-bank-connect>
  </>
);

export const texts: Promise<BankConnectTexts> = loadTexts("fi");
