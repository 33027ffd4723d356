import { valibot } from "../peers/valibot.js";
import { finish } from "./finish.js";

finish(valibot);
