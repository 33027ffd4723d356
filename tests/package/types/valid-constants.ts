// Constants and undefined options that must compile: `as const` makes arrays read-only, and an option may be `undefined`.

import { checkDataSessionRequest, createClient, type ConnectOptions, type Metadata, type PageRequest } from "ivy-data-session";
import { debugLogger } from "ivy-data-session/debug";
import type { BankConnectElementOptions, BankConnectOwnTexts } from "ivy-data-session/element";
import type { BankConnectOptions } from "ivy-data-session/react";
import { createFakeClient, fakeIvyError, sampleLogin, sampleRecalled, sampleSession } from "ivy-data-session/testing";

const request = {
  permissions: ["identity", "accounts"],
  market: undefined,
  externalUser: { email: undefined, metadata: { tags: ["a", ["b"]], note: undefined } },
  metadata: { cart: [{ sku: "beans" }] },
  prefill: { bankId: undefined },
} as const satisfies PageRequest;
const options = { require: ["identity"], maxAgeDays: undefined, fresh: undefined, signal: undefined } as const satisfies ConnectOptions;
export const metadata: Metadata = { tags: ["a"], missing: undefined } as const;

const client = createClient({
  proxyUrl: "/api/ivy",
  environment: undefined,
  allowedLoginHosts: ["login.example"] as const,
  extraFields: ["a"] as const,
  extraPermissions: ["income"] as const,
  timeoutMs: undefined,
  headers: { "x-shop": "1" } as const,
  credentials: undefined,
  onEvent: undefined,
});
export const called = [client.connectBank(request, options), client.recallBank(request), client.createDataSession(request)];
export const login = client.openBankLogin(sampleLogin({ problem: undefined }), { mode: undefined, signal: undefined });

// The issues are there for a good value too.
for (const { path, code } of checkDataSessionRequest(request, { extraFields: ["a"] as const, extraPermissions: undefined }).issues) {
  console.log(path.join("."), code);
}

export const element: BankConnectElementOptions = { maxAgeDays: undefined, require: ["accounts"] as const, resume: undefined, recall: undefined };
export const texts: BankConnectOwnTexts = { connect: "Pay by bank", note: undefined, account: undefined };
export const hook: BankConnectOptions = { client, request, ...element, mode: undefined, onRecalled: undefined, onError: undefined };
debugLogger({ log: undefined });

const recalled = { kind: "recalled", sessions: [{ id: "s1", status: "complete" }], session: null, ageDays: 7, identityDiffers: false } as const;
const issues = [{ path: ["permissions", 0], code: "invalid_permission", message: "no" }] as const;
createFakeClient({ connectBank: [recalled, fakeIvyError("validation_failed", { issues, status: undefined })] as const, forgetBank: undefined });
sampleRecalled({ sessions: [sampleSession({ permissions: ["identity"] as const, data: undefined, id: undefined })] as const, ageDays: undefined });
