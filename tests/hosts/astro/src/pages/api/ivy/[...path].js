import { proxy } from "../../../../ivy.js";

export const prerender = false;
export const ALL = ({ request, clientAddress }) => proxy()(request, { address: clientAddress });
