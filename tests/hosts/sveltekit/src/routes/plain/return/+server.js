export { fallback } from "../../api/ivy/[...path]/+server.js";
