// Mistakes with the fake client that must not compile. Each is marked, and a mark without a mistake is an error as well.

import { createFakeClient, fakeIvyError, sampleLogin, sampleSession } from "ivy-data-session/testing";

// @ts-expect-error: a client has no such method
createFakeClient({ conectBank: sampleLogin() });
// @ts-expect-error: no outcome of connectBank
createFakeClient({ connectBank: { kind: "connected", session: sampleSession() } });
// @ts-expect-error: an id is a text
createFakeClient({ getDataSession: (id: number) => sampleSession({ id: String(id) }) });
// @ts-expect-error: a function decides on an outcome of its method
createFakeClient({ resumeBankLogin: () => "pending" });
// @ts-expect-error: every outcome of a list is one of its method
createFakeClient({ openBankLogin: [{ kind: "navigating" }, null] });
// @ts-expect-error: no such code
fakeIvyError("offline");
// @ts-expect-error: no such reason
sampleLogin({ reason: "tired" });
// @ts-expect-error: the name of a sample fixes its kind
sampleLogin({ kind: "recalled" });
// @ts-expect-error: calls are read-only
createFakeClient().calls.push({ method: "resumeBankLogin", args: [] });
