// The whole package, as a page gets it that uses all of it: nothing is left out for a benchmark.
import * as ivy from "/package/index.js";
import { oursOne } from "../peers/ours.js";
import { finish } from "./finish.js";

globalThis.ivy = ivy;
await ivy.init(globalThis.coldSource);
finish(oursOne(ivy));
