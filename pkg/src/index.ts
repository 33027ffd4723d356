/**
 * Ivy data sessions in the browser: valid requests, checked answers, and the decision whether a shopper can skip the
 * bank login.
 *
 * Importing does nothing. {@link init} loads the library; the methods of a {@link Client} do so automatically, and only
 * the synchronous functions need it to be done. Everything goes in and comes out as plain data.
 *
 * @module ivy-data-session
 */
import { setDefaultSource } from "./load/instance.ts";

export * from "./api.ts";

// Both files are next to the built module. Bundlers recognise these expressions in their literal form only.
setDefaultSource(
  () => new URL("./ivy_data_session_bg.wasm", import.meta.url),
  () => import("./inline-wasm.js").then((chunk) => chunk.default),
);
