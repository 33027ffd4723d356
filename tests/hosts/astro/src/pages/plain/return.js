export { ALL } from "../api/ivy/[...path].js";

export const prerender = false;
