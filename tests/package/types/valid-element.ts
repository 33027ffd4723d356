// Documented uses of the element in a page that must compile, without type assertions.

import { createClient, type DataSession } from "ivy-data-session";
import { IvyBankConnectElement } from "ivy-data-session/element";
import type { BankChoice, BankConnectElementOptions, BankConnectEventMap, BankConnectState, BankConnectTexts, NotConnected } from "ivy-data-session/element";
import { createFakeClient } from "ivy-data-session/testing";

const bank = document.createElement("ivy-bank-connect");
const found: IvyBankConnectElement | null = document.querySelector("ivy-bank-connect");
const options: BankConnectElementOptions = { maxAgeDays: 90, require: ["accounts"], recall: false, resume: false };
const texts: Partial<BankConnectTexts> = { connect: "Pay", age: (when) => `since ${when}` };
Object.assign(bank, { options, texts });
bank.client = createClient({ proxyUrl: "/api/ivy" });
bank.client = createFakeClient();
bank.client = undefined;
bank.request = { permissions: ["identity"], market: "DE" };

const choose = ({ session, handle, account }: BankChoice) => console.log(session.id, handle, account?.name, account?.handle);
bank.addEventListener("choose", ({ detail }) => choose(detail));
bank.addEventListener("recalled", ({ detail }) => console.log(detail.sessions.length, detail.ageDays));
bank.addEventListener("connected", ({ detail: { session } }) => keep(session));
bank.addEventListener("notconnected", ({ detail: { kind, ...login } }) => say(login));
bank.addEventListener("error", ({ detail }) => console.log(detail.code, detail.requestId), { once: true });
bank.addEventListener("click", ({ clientX }) => console.log(clientX));
bank.addEventListener("anything", function () {});

const keep = (session: DataSession) => console.log(session.status);
const say = ({ reason }: NotConnected) => console.log(reason === "expired");
const state: BankConnectState | undefined = found?.state;
export const error: BankConnectEventMap["error"]["detail"]["name"] = "IvyError";
export const isKnown = state?.status === "recalled" && state.outcome.sessions.length > 0;
export class OwnElement extends IvyBankConnectElement {}
