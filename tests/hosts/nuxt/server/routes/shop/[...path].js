import { defineEventHandler, toWebRequest } from "h3";
import { shop } from "../../../ivy.js";

export default defineEventHandler((event) => shop(toWebRequest(event)));
