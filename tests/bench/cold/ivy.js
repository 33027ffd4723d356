// The whole package, as in a page that uses all of it. The benchmark leaves nothing out.
import * as ivy from "/package/index.js";
import { oursOne } from "../peers/ours.js";
import { finish } from "./finish.js";

globalThis.ivy = ivy;
await ivy.init(globalThis.coldSource);
finish(oursOne(ivy));
