// One visit: from the start of the navigation to the first paint of the remembered account, as Element Timing reports it.

/** Chromium's throttling of a phone. `throughput` in bits a second, `latency` in milliseconds. */
export const NETWORKS = {
  "slow 4G": { name: "slow 4G: 1.6 Mbit/s, 150 ms, a CPU 4 times slower", throughput: 1_600_000, latency: 150, cpu: 4 },
  "fast 4G": { name: "fast 4G: 9 Mbit/s, 60 ms, a CPU 4 times slower", throughput: 9_000_000, latency: 60, cpu: 4 },
  "not throttled": { name: "not throttled", throughput: -1, latency: 0, cpu: 1 },
};

/** The time limit of a visit, in milliseconds. */
const PATIENCE = 60_000;

/** Script: reports the first paint of the account. */
const OBSERVE = `
new PerformanceObserver((list) => {
  for (const { identifier, renderTime } of list.getEntries()) if (identifier === "account") offered(String(renderTime));
}).observe({ type: "element", buffered: true });`;

/** Script: returns the requests, and the time at which the page's script was done. */
const READ = `(async () => {
  const done = () => performance.getEntriesByName("done")[0]?.startTime;
  while (done() === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
  const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  return {
    done: done(),
    requests: entries.map(({ name, startTime, responseEnd, transferSize }) => (
      { path: new URL(name).pathname, start: startTime, end: responseEnd, bytes: transferSize }
    )),
  };
})()`;

/** A browser context of one shopper, who has never been in the shop. */
export class Shopper {
  #context;
  #devtools;
  #page;

  static async open(browser, { throughput, latency, cpu }) {
    const shopper = new Shopper();
    shopper.#context = await browser.newContext({ viewport: { width: 412, height: 823 } });
    shopper.#page = await shopper.#context.newPage();
    const devtools = await shopper.#context.newCDPSession(shopper.#page);
    shopper.#devtools = devtools;
    for (const domain of ["Network", "Page", "Runtime"]) await devtools.send(`${domain}.enable`);
    const speed = throughput < 0 ? -1 : throughput / 8;
    await devtools.send("Network.emulateNetworkConditions", { offline: false, downloadThroughput: speed, uploadThroughput: speed, latency });
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: cpu });
    await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
    await devtools.send("Runtime.addBinding", { name: "offered" });
    await devtools.send("Page.addScriptToEvaluateOnNewDocument", { source: OBSERVE });
    return shopper;
  }

  /**
   * Visits a page. Returns the time to the offered account and to the end of the script in milliseconds, the requests that
   * reached the network with their times, their number and bytes, and the main thread's processor time.
   */
  async visit(url) {
    const offered = new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`${url} shows no account`)), PATIENCE).unref();
      this.#devtools.once("Runtime.bindingCalled", ({ payload }) => resolve(Number(payload)));
    });
    const before = await this.#taskTime();
    const [time] = await Promise.all([offered, this.#page.goto(url)]);
    const { done, requests } = await this.#page.evaluate(READ);
    const after = await this.#taskTime();
    const sent = requests.filter(({ bytes }) => bytes > 0);
    const bytes = sent.reduce((sum, request) => sum + request.bytes, 0);
    // Another process starts from zero.
    return { time, done, requests: sent, bytes, cpu: after < before ? after : after - before };
  }

  /** Leaves the shop, so that the next visit is no reload. */
  async leave() {
    await this.#page.goto("about:blank");
  }

  /** Returns the text of the account. */
  shown() {
    return this.#page.textContent("#account");
  }

  async #taskTime() {
    const { metrics } = await this.#devtools.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1_000;
  }

  close() {
    return this.#context.close();
  }
}
