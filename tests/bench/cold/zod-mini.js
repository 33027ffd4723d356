import { zodMini } from "../peers/zod-mini.js";
import { finish } from "./finish.js";

finish(zodMini);
