import { validate } from "ajv-compiled";
import { parse } from "./rules.js";

export const ajv = {
  name: "ajv standalone",
  checks: true,
  made: "all",
  list(bytes, offer) {
    const answer = parse(bytes);
    const clean = validate(answer);
    return { clean, offered: clean ? answer.dataSessions[offer] : undefined };
  },
};
