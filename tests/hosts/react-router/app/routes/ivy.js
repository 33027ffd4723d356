import { proxy } from "../../ivy.js";

export const loader = ({ request }) => proxy()(request);
export const action = loader;
