import { shop } from "../../ivy.js";

export const loader = ({ request }) => shop(request);
export const action = loader;
