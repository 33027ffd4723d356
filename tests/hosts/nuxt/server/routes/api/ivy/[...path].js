import { defineEventHandler, getRequestIP, toWebRequest } from "h3";
import { proxy } from "../../../../ivy.js";

export default defineEventHandler((event) => proxy()(toWebRequest(event), { address: getRequestIP(event) }));
