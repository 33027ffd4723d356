// Firefox and WebKitGTK by plain WebDriver. The classes have the names and the behaviour of Playwright's, so that a test
// runs with either. They implement the part of Playwright that the tests need.
//
// Environment, which `cargo xtask test --engine …` sets: FIREFOX and GECKODRIVER; WEBKIT (its MiniBrowser), WEBKITDRIVER and
// DISPLAY.

import { Builder, Capabilities } from "selenium-webdriver";
import { childCommand } from "./child.mjs";
import { Page } from "./page.mjs";
import { startDriver } from "./service.mjs";

/** Preferences that stop Firefox's own background requests. */
const QUIET = {
  "app.normandy.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "data:,#remote-settings-dummy/v1",
};

const ENGINES = {
  firefox: {
    driver: () => [process.env.GECKODRIVER ?? "geckodriver", ["--log=error", "--websocket-port=0"], {}],
    capabilities: ({ webAssembly }) => ({
      browserName: "firefox",
      webSocketUrl: true,
      "moz:firefoxOptions": {
        binary: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
        args: ["-headless"],
        prefs: { ...QUIET, "javascript.options.wasm": webAssembly },
      },
    }),
  },
  webkit: {
    // The browser inherits the driver's environment.
    driver: ({ webAssembly }) => [process.env.WEBKITDRIVER ?? "WebKitWebDriver", [], webAssembly ? {} : { JSC_useWasm: "false" }],
    capabilities: () => {
      // Start it as a child: unlike Firefox, it would outlive a driver that was killed.
      const [binary, ...args] = childCommand(process.env.WEBKIT, ["--automation"]);
      return { browserName: "MiniBrowser", "webkitgtk:browserOptions": { binary, args } };
    },
  },
};

/** Returns the replacement for Playwright's `Browser`. */
export function launchByWebDriver(engine, settings) {
  if (!(engine in ENGINES)) throw new Error(`IVY_ENGINE names no engine: ${engine}`);
  return new Browser(ENGINES[engine], settings);
}

class Browser {
  #engine;
  #settings;
  /** The running sessions with their present contexts; `undefined` for an idle session. */
  #sessions = new Map();

  constructor(engine, settings) {
    this.#engine = engine;
    this.#settings = settings;
  }

  /**
   * Opens a context that shares nothing with others. A driver has one session at a time, so that two simultaneous contexts
   * use two browsers.
   */
  async newContext() {
    const idle = [...this.#sessions].find(([, context]) => context === undefined)?.[0];
    const session = idle ?? (await Session.start(this.#engine, this.#settings));
    const context = await session.newContext(async () => {
      if (session.isReusable) this.#sessions.set(session, undefined);
      else await this.#end(session);
    });
    this.#sessions.set(session, context);
    return context;
  }

  async newPage() {
    return (await this.newContext()).newPage();
  }

  /** Returns a promise of the browser's version. */
  async version() {
    const context = await this.newContext();
    try {
      return await context.version();
    } finally {
      await context.close();
    }
  }

  async close() {
    for (const session of [...this.#sessions.keys()]) await this.#end(session);
  }

  async #end(session) {
    this.#sessions.delete(session);
    await session.end();
  }
}

/** A driver with its browser. */
class Session {
  #service;
  #driver;
  #bidi;

  static async start(engine, settings) {
    const service = await startDriver(...engine.driver(settings));
    try {
      const session = new Session();
      session.#service = service;
      const capabilities = new Capabilities(engine.capabilities(settings));
      session.#driver = await new Builder().disableEnvironmentOverrides().usingServer(service.url).withCapabilities(capabilities).build();
      const granted = await session.#driver.getCapabilities();
      if (granted.get("webSocketUrl")) session.#bidi = await session.#driver.getBidi();
      return session;
    } catch (error) {
      await service.stop();
      throw error;
    }
  }

  /** True if one session can have several contexts in turn. Starting Firefox takes seconds. */
  get isReusable() {
    return this.#bidi !== undefined;
  }

  async newContext(onClose) {
    const page = new Page(this.#driver);
    if (!this.isReusable) return new Context(this.#driver, page, { cookies: () => this.#driver.manage().getCookies() }, onClose);
    const { userContext } = await this.#send("browser.createUserContext");
    const { context } = await this.#send("browsingContext.create", { type: "tab", userContext });
    await this.#driver.switchTo().window(context);
    const onMessage = (bytes) => {
      const { method, params } = JSON.parse(bytes);
      if (method === "log.entryAdded" && params.source.context === context) page.dispatchLogEntry(params);
    };
    await this.#bidi.subscribe("log.entryAdded");
    this.#bidi.socket.on("message", onMessage);
    const setOffline = (offline) => this.#send("emulation.setNetworkConditions", { networkConditions: offline ? { type: "offline" } : null, contexts: [context] });
    // Classic WebDriver does not see the cookies of a user context.
    const cookies = async () => {
      const { cookies } = await this.#send("storage.getCookies", { partition: { type: "context", context } });
      return cookies.map(({ name, value }) => ({ name, value: value.value }));
    };
    return new Context(this.#driver, page, { setOffline, cookies }, async () => {
      this.#bidi.socket.off("message", onMessage);
      await this.#send("browser.removeUserContext", { userContext });
      await onClose();
    });
  }

  async end() {
    // A crashed browser does not respond any more.
    await this.#driver.quit().catch(() => {});
    await this.#service.stop();
  }

  /** Sends a command by WebDriver BiDi, which WebKitGTK does not support. */
  async #send(method, params = {}) {
    const { type, result, message } = await this.#bidi.send({ method, params });
    if (type !== "success") throw new Error(`${method}: ${message}`);
    return result;
  }
}

/** One window with its own cookies. */
class Context {
  #driver;
  #page;

  constructor(driver, page, { setOffline, cookies }, onClose) {
    this.#driver = driver;
    this.#page = page;
    this.setOffline = setOffline;
    /** Returns the cookies of the context (WebKit: of the present page) as `{name, value}`. */
    this.cookies = cookies;
    this.close = onClose;
  }

  async newPage() {
    return this.#page;
  }

  async version() {
    return (await this.#driver.getCapabilities()).get("browserVersion");
  }

  setDefaultTimeout(milliseconds) {
    this.#page.timeout = milliseconds;
  }
}
