import { proxy } from "../../../../../ivy.js";

export const fallback = ({ request, getClientAddress }) => proxy()(request, { address: getClientAddress() });
