import { shop } from "../../../ivy.js";

export const POST = ({ request }) => shop(request);
