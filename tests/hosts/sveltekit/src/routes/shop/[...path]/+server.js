import { shop } from "../../../../ivy.js";

export const fallback = ({ request }) => shop(request);
