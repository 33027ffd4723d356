import * as z from "zod";
import { STATUSES, isBic, isDate, isIban, isTail, parse } from "./rules.js";

const text = z.string().nullish();

const account = z.looseObject({
  name: text,
  type: text,
  identifier: z
    .looseObject({
      iban: z
        .looseObject({
          iban: z.string().refine(isIban).nullish(),
          bban: text,
          bic: z.string().refine(isBic).nullish(),
        })
        .refine(isTail)
        .nullish(),
    })
    .nullish(),
});

const answer = z.looseObject({
  dataSessions: z.array(
    z.looseObject({
      id: z.string(),
      referenceId: text,
      status: z.enum(STATUSES),
      createdAt: z.number().nullish(),
      data: z
        .looseObject({
          bankName: text,
          identity: z.looseObject({ name: text, dateOfBirth: z.string().refine(isDate).nullish() }).nullish(),
          accounts: z.array(account).nullish(),
        })
        .nullish(),
    }),
  ),
});

export const zod = {
  name: "zod 4",
  checks: true,
  made: "all",
  list(bytes, offer) {
    const result = answer.safeParse(parse(bytes));
    return { clean: result.success, offered: result.success ? result.data.dataSessions[offer] : undefined };
  },
};
