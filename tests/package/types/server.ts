// Imports of every entry that must compile on a server: without the types of a page.

import { checkDataSessionRequest, createClient, init, type InitSource, type IvyEvent } from "ivy-data-session";
import { debugLogger } from "ivy-data-session/debug";
import { IvyBankConnectElement, type BankConnectEventMap } from "ivy-data-session/element";
import { isIvyError, type Issue, type IvyError, type IvyErrorCode } from "ivy-data-session/errors";
import { maskIban } from "ivy-data-session/inline";
import file from "ivy-data-session/ivy_data_session_bg.wasm";
import { createProxy, sqliteStore, toNodeListener, type Proxy, type ServerRecall } from "ivy-data-session/proxy";
import { BankConnect, useBankConnect, type IvyBankConnectProps } from "ivy-data-session/react";
import { createFakeClient, fakeIvyError } from "ivy-data-session/testing";

const source: InitSource = file;
export const loaded: Promise<void> = init(source);
export const bytes: InitSource[] = [new Uint8Array(8), new ArrayBuffer(8), new URL("https://shop.example/a.wasm")];

const onEvent: (event: IvyEvent) => void = debugLogger();
export const ivy = createClient({ proxyUrl: "https://shop.example/api/ivy", onEvent });

export function codesOf(input: unknown): string[] {
  return checkDataSessionRequest(input).issues.map(({ code }: Issue) => code);
}

export function codeOf(error: unknown): IvyErrorCode | undefined {
  const known: IvyError | undefined = isIvyError(error) ? error : undefined;
  return known?.code;
}

export const proxy: Proxy = createProxy({
  apiKey: "k",
  apiUrl: "https://api.getivy.de",
  webhookSecret: ["s"] as const,
  tableSecret: "t",
  origins: ["https://shop.example"] as const,
  identify: (request: Request) => ({ customerId: request.headers.get("x-customer") ?? "", email: undefined }),
  store: sqliteStore("ivy.sqlite"),
  limits: { perOwner: undefined },
});
export const respond = async (request: Request): Promise<Response> => proxy(request, { address: undefined });
export const listener = toNodeListener(proxy);

export const fake = createFakeClient({ connectBank: fakeIvyError("network"), resumeBankLogin: undefined });
export { BankConnect, IvyBankConnectElement, maskIban, useBankConnect, type BankConnectEventMap, type IvyBankConnectProps };

/** Passes the result of the server to the client unchanged. */
export async function rendered(recall: ServerRecall): Promise<number> {
  const { kind } = await ivy.recallBank({ permissions: ["accounts"] }, { initial: recall.initial, initialMaxAgeMs: 60_000, list: recall });
  if (recall.list) await ivy.recallBank({ permissions: ["accounts"] }, { list: recall.list });
  ivy.customerChanged();
  return kind.length;
}
