// Mistakes in a page with the element that must not compile. Each is marked, and a mark without a mistake is an error as
// well.

import "ivy-data-session/element";

const bank = document.createElement("ivy-bank-connect");
// @ts-expect-error: a client is not its options
bank.client = { proxyUrl: "/api/ivy" };
// @ts-expect-error: a request needs permissions
bank.request = {};
// @ts-expect-error: the element has its own signal
bank.options = { signal: new AbortController().signal };
// @ts-expect-error: no such text
bank.texts = { title: "Bank" };
// @ts-expect-error: the state is read-only
bank.state = { status: "idle" };
// @ts-expect-error: a session may have no account
bank.addEventListener("choose", ({ detail }) => console.log(detail.account.name));
// @ts-expect-error: an account has no position
bank.addEventListener("choose", ({ detail }) => console.log(detail.accountIndex));
// @ts-expect-error: an account may have no handle
bank.addEventListener("choose", ({ detail }) => detail.handle.length);
// @ts-expect-error: the offered session may be null
bank.addEventListener("recalled", ({ detail }) => console.log(detail.session.id));
// @ts-expect-error: a failed login has no session
bank.addEventListener("notconnected", ({ detail }) => console.log(detail.session));
