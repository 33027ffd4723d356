import { zod } from "../peers/zod.js";
import { finish } from "./finish.js";

finish(zod);
