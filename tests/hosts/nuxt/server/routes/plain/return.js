export { default } from "../api/ivy/[...path].js";
