export { ALL, prerender } from "../api/ivy/[...path].js";
