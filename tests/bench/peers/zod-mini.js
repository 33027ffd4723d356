import * as z from "zod/mini";
import { STATUSES, isBic, isDate, isIban, isTail, parse } from "./rules.js";

const text = z.nullish(z.string());

const account = z.looseObject({
  name: text,
  type: text,
  identifier: z.nullish(
    z.looseObject({
      iban: z.nullish(
        z
          .looseObject({
            iban: z.nullish(z.string().check(z.refine(isIban))),
            bban: text,
            bic: z.nullish(z.string().check(z.refine(isBic))),
          })
          .check(z.refine(isTail)),
      ),
    }),
  ),
});

const answer = z.looseObject({
  dataSessions: z.array(
    z.looseObject({
      id: z.string(),
      referenceId: text,
      status: z.enum(STATUSES),
      createdAt: z.nullish(z.number()),
      data: z.nullish(
        z.looseObject({
          bankName: text,
          identity: z.nullish(
            z.looseObject({ name: text, dateOfBirth: z.nullish(z.string().check(z.refine(isDate))) }),
          ),
          accounts: z.nullish(z.array(account)),
        }),
      ),
    }),
  ),
});

export const zodMini = {
  name: "zod/mini",
  checks: true,
  made: "all",
  list(bytes, offer) {
    const result = z.safeParse(answer, parse(bytes));
    return { clean: result.success, offered: result.success ? result.data.dataSessions[offer] : undefined };
  },
};
