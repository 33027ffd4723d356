import { handwritten } from "../peers/handwritten.js";
import { finish } from "./finish.js";

finish(handwritten);
