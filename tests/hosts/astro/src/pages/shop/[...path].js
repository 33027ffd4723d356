import { shop } from "../../../ivy.js";

export const prerender = false;
export const ALL = ({ request }) => shop(request);
