// Runs in the page: makes the calls and reports their results.

// Count instances before the library loads. A second instance means that the first one was dropped.
let instances = 0;
/** The number of calls into an instance, without those of the garbage collector. */
let entries = 0;
/** The value of `entries` when the library stopped. */
let atTrap = 0;
const COLLECTED = "__wbindgen_destroy_closure";
const { Instance } = WebAssembly;
const counted = (name, own) => (typeof own === "function" && name !== COLLECTED ? (...given) => (entries++, own(...given)) : own);
WebAssembly.Instance = class extends Instance {
  constructor(module, imports) {
    super(module, imports);
    instances++;
    const exports = Object.entries(super.exports).map(([name, own]) => [name, counted(name, own)]);
    Object.defineProperty(this, "exports", { value: Object.fromEntries(exports) });
  }
};

// Record console output and uncaught errors in the page, because not every browser reports them to its driver.
const consoleTexts = [];
for (const level of ["debug", "log", "info", "warn", "error"]) {
  const write = console[level];
  console[level] = (...words) => (consoleTexts.push(words.map(String).join(" ")), write.apply(console, words));
}
addEventListener("error", ({ message }) => consoleTexts.push(`uncaught: ${message}`));
addEventListener("unhandledrejection", ({ reason }) => consoleTexts.push(`uncaught: ${reason}`));

const ivy = await import("/pkg/index.js");
await ivy.init();

// Count the milliseconds for which timers of this page were late. Deadlines must not fail because of a busy machine. The
// library itself blocks the page for too short a time to be counted.
const TICK = 20;

/**
 * The delay between the headers of a response and the abort of its call, in milliseconds. By then the body is being read, or
 * the call waits for its next attempt.
 */
const SOON = 40;
let stalled = 0;
let ticked = performance.now();
setInterval(() => {
  const now = performance.now();
  stalled += Math.max(0, now - ticked - 2 * TICK);
  ticked = now;
}, TICK);

const clients = new Map();
const running = new Map();

/** Returns the client of one case. A shopper who presses again uses the same one. */
function clientOf({ url, options }) {
  if (!clients.has(url)) clients.set(url, ivy.createClient({ proxyUrl: url, ...options }));
  return clients.get(url);
}

/** Returns an error with everything that a page could read from it. */
function describeError(error) {
  const own = Object.getOwnPropertyNames(error).map((name) => [name, error[name]]);
  const { code, retryable, status, cause, requestId, issues } = error;
  const real = error instanceof Error && ivy.isIvyError(error);
  const copy = JSON.parse(JSON.stringify({ code, retryable, status, cause, requestId, issues }));
  return { error: copy, real, text: `${error} ${JSON.stringify(own)} ${JSON.stringify(error)}` };
}

/**
 * Makes one call of a client. With `abort` the call can be aborted: "before" aborts it before it starts, and "answered" when
 * the headers of a response to `operation` have arrived.
 *
 * `ms` in the result is the duration since the start or, if later, since the abort, without the time for which the page was
 * blocked. `wall` is the duration since the start.
 */
async function call({ url, options, method, operation, input, wanted, abort, reason }) {
  const controller = new AbortController();
  if (abort === "before") controller.abort(reasons[reason]());
  const run = { controller, reason, at: abort === "answered" ? operation : undefined, since: { at: performance.now(), stalled } };
  const began = run.since.at;
  running.set(url, run);
  let result;
  try {
    const client = clientOf({ url, options });
    const value = await client[method](...input, { ...wanted, ...(abort && { signal: controller.signal }) });
    result = value?.problem ? { value: { ...value, problem: describeError(value.problem) } } : { value };
  } catch (error) {
    result = describeError(error);
  }
  const settled = performance.now();
  // Let the next tick count a delay that affected both timers.
  await new Promise((resolve) => setTimeout(resolve, TICK));
  return { ...result, ms: settled - run.since.at - (stalled - run.since.stalled), wall: settled - began };
}

/** Aborts a running call. */
function abort(run) {
  run.since = { at: performance.now(), stalled };
  run.controller.abort(reasons[run.reason]());
}

// Abort within the page, by a timer that is due before the library's own timers. A driver would be too late.
const { fetch } = globalThis;
globalThis.fetch = async (request) => {
  const response = await fetch(request);
  if (trapping && request.url.startsWith(`${trapping}/`)) return trap(response);
  for (const [url, run] of running) {
    if (request.url.startsWith(`${url}/`) && request.url.endsWith(`/${run.at}`)) setTimeout(abort, SOON, run);
  }
  return response;
};

/** The URL of the proxy whose responses stop the library. */
let trapping;

/** Returns a response that the facade can read, and at which the library panics. */
function trap(response) {
  const { status } = response;
  let reads = 0;
  const get = () => {
    if (reads++ === 0) return status;
    atTrap = entries;
    throw new Error("in the middle");
  };
  return Object.defineProperty(response, "status", { get });
}

/** Functions with which a page may have replaced `fetch`. */
const replacements = {
  "a promise of a mock": async () => ({ ok: true, status: 200, json: async () => ({}) }),
  "a promise of nothing": async () => undefined,
  "nothing": () => undefined,
  "a text that is thrown": () => {
    throw "qz7marker";
  },
  "a text that is rejected": () => Promise.reject("qz7marker"),
  "nothing that is rejected": () => Promise.reject(),
  "an error that says unsupported": () => Promise.reject(new Error("unsupported")),
  "an error of another realm": (request) => frame().fetch(request, { signal: AbortSignal.abort() }),
  "a promise that never settles": () => new Promise(() => {}),
  "the fetch of another realm": (request) => frame().fetch(request),
};

/** Returns the window of an iframe of the same origin, which has its own classes. */
function frame() {
  const element = document.querySelector("iframe") ?? document.body.appendChild(document.createElement("iframe"));
  return element.contentWindow;
}

/** Replaces `fetch`, or restores the original one. */
function replaceFetch(name) {
  globalThis.own ??= globalThis.fetch;
  globalThis.fetch = replacements[name] ?? globalThis.own;
}

const reasons = {
  text: () => "qz7marker",
  nothing: () => undefined,
  null: () => null,
  number: () => 7,
  object: () => ({ name: "qz7marker" }),
  function: () => () => "qz7marker",
  error: () => new Error("qz7marker"),
};

/** Returns one function for each kind of call. Each calls the client and returns true if the result is right. */
const kinds = (client, request) => [
  async () => (await client.createDataSession(request)).status === "open",
  async () => {
    const { sessions, rejected } = await client.listDataSessions();
    return sessions.length === 1 && sessions[0].id === "s1" && rejected.length === 1;
  },
  async () => (await client.getDataSession("s1")).data.accounts.length === 1,
  async () => {
    const outcome = await client.connectBank({ permissions: ["identity"] });
    return outcome.kind === "recalled" && outcome.session.id === "s1";
  },
  async () => {
    const wrong = ivy.checkDataSessionRequest({ permissions: ["identity"], market: "Germany" });
    const list = ivy.decodeDataSessionList('{"dataSessions":[{"id":"a","status":"complete"}]}');
    return wrong.issues.map(({ code }) => code).join() === "invalid_market,required" && list.sessions[0].id === "a";
  },
];

/**
 * Makes 100 calls of all kinds to a working proxy and returns the wrong results. The first 20 reach the proxy. The
 * others get the same responses within the page, which is faster.
 */
async function hundredCalls({ url, request }) {
  const calls = kinds(clientOf({ url, options: { timeoutMs: 30_000 } }), request);
  const { fetch } = globalThis;
  const answers = new Map();
  const repeat = async ({ url }) => {
    const { text, headers } = answers.get(url);
    return new Response(text, { headers });
  };
  const note = async (sent) => {
    const answer = await fetch(sent.clone());
    answers.set(sent.url, { text: await answer.text(), headers: answer.headers });
    return repeat(sent);
  };
  const wrong = [];
  for (let round = 0; round < 20; round++) {
    globalThis.fetch = round < 4 ? note : repeat;
    const results = await Promise.all(calls.map((call) => call().catch(String)));
    results.forEach((result, kind) => result === true || wrong.push(`call ${kind} of round ${round}: ${result}`));
  }
  globalThis.fetch = fetch;
  return { wrong, instances };
}

/** Puts the page into the state after the return from a bank login. */
function returnFromBank({ nonce, reference }) {
  history.replaceState(null, "", `/?ivy=${nonce}`);
  sessionStorage.setItem("ivy-data-session.login", reference);
}

globalThis.faults = {
  call,
  consoleTexts,
  hundredCalls,
  returnFromBank,
  replaceFetch,
  trapAt: (url) => void (trapping = url),
  callCounts: () => ({ entries, instances, atTrap }),
  all: (calls) => Promise.all(calls.map(call)),
  abort: (urls) => urls.forEach((url) => abort(running.get(url))),
  stored: () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, document.cookie]),
};
