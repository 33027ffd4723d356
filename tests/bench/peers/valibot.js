import * as v from "valibot";
import { STATUSES, isBic, isDate, isIban, isTail, parse } from "./rules.js";

const text = v.nullish(v.string());

// valibot accepts an array for an object, which nothing else detects if no field is required.
const notList = v.custom((value) => !Array.isArray(value));
const optionalFields = (fields) => v.pipe(notList, v.looseObject(fields));

const account = optionalFields({
  name: text,
  type: text,
  identifier: v.nullish(
    optionalFields({
      iban: v.nullish(
        v.pipe(
          notList,
          v.looseObject({
            iban: v.nullish(v.pipe(v.string(), v.check(isIban))),
            bban: text,
            bic: v.nullish(v.pipe(v.string(), v.check(isBic))),
          }),
          v.check(isTail),
        ),
      ),
    }),
  ),
});

const answer = v.looseObject({
  dataSessions: v.array(
    v.looseObject({
      id: v.string(),
      referenceId: text,
      status: v.picklist(STATUSES),
      createdAt: v.nullish(v.number()),
      data: v.nullish(
        optionalFields({
          bankName: text,
          identity: v.nullish(
            optionalFields({ name: text, dateOfBirth: v.nullish(v.pipe(v.string(), v.check(isDate))) }),
          ),
          accounts: v.nullish(v.array(account)),
        }),
      ),
    }),
  ),
});

export const valibot = {
  name: "valibot",
  checks: true,
  made: "all",
  list(bytes, offer) {
    const result = v.safeParse(answer, parse(bytes));
    return { clean: result.success, offered: result.success ? result.output.dataSessions[offer] : undefined };
  },
};
