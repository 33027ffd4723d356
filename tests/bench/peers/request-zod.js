// A request's rules in zod 4, the same as those of `checkDataSessionRequest`.
import * as z from "zod";
import { isBic, isIban, isMarket } from "./rules.js";
import * as rules from "./request-rules.js";

const short = z.string().refine((text) => rules.isShort(text, 200));
const name = z.string().refine((text) => !rules.isBlank(text));
const email = z.string().overwrite(rules.normalEmail).max(254).regex(rules.EMAIL);
const phone = z.string().overwrite(rules.normalPhone).regex(rules.PHONE);
const seconds = z.int().nonnegative();
const metadata = z.record(z.string(), z.json()).refine(rules.isMetadata);
const callbackUrl = z.string().refine((text) => text === "" || rules.isCallbackUrl(text));

const externalUser = z
  .strictObject({
    email: email.optional(),
    phone: phone.optional(),
    referenceId: name.optional(),
    metadata: metadata.optional(),
  })
  .refine((user) => Object.values(user).some((value) => value !== undefined));

const matchData = z.strictObject({
  financialAddress: z.strictObject({
    type: z.literal("iban"),
    iban: z.strictObject({
      iban: z.string().overwrite(rules.normalCode).refine(isIban),
      bic: z.string().overwrite(rules.normalCode).refine(isBic).optional(),
      accountHolderName: z.string().optional(),
    }),
  }),
});

const PERMISSIONS = ["identity", "match_identity", "accounts", "balance", "balances", "transactions"];
const LOCALES = ["de", "nl", "en", "fr", "es", "fi", "it", "pt", "sv", "pl", "sk", "lt"];
const URLS = ["successCallbackUrl", "errorCallbackUrl", "resultCallbackUrl"];

const request = z
  .strictObject({
    referenceId: short.refine((text) => !rules.isBlank(text)),
    permissions: z
      .array(z.enum(PERMISSIONS))
      .nonempty()
      .refine((list) => new Set(list).size === list.length),
    market: z.string().overwrite(rules.normalMarket).refine(isMarket).optional(),
    locale: z.enum(LOCALES).optional(),
    externalUser: externalUser.optional(),
    successCallbackUrl: callbackUrl.optional(),
    errorCallbackUrl: callbackUrl.optional(),
    resultCallbackUrl: callbackUrl.optional(),
    displayId: short.optional(),
    metadata: metadata.optional(),
    prefill: z.strictObject({ bankId: name.optional(), email: email.optional() }).optional(),
    disableBankSelection: z.boolean().optional(),
    createdAt: seconds.optional(),
    expiresAt: seconds.optional(),
    themeVariant: z.enum(["light", "dark"]).optional(),
    matchData: matchData.optional(),
  })
  .superRefine((value, context) => {
    const refuse = (path) => context.addIssue({ code: "custom", path });
    if (value.permissions.includes("match_identity") !== (value.matchData !== undefined)) refuse(["matchData"]);
    if (value.disableBankSelection && value.prefill?.bankId === undefined) refuse(["prefill", "bankId"]);
    if (value.expiresAt === undefined) return;
    const lifetime = value.expiresAt - value.createdAt;
    if (!(lifetime >= 1_800 && lifetime <= 86_400)) refuse(["expiresAt"]);
  })
  .transform((value) => {
    for (const url of URLS) if (value[url] === "") delete value[url];
    return value;
  });

export const requestZod = {
  name: "zod 4",
  check(input) {
    const result = request.safeParse(input);
    return { ok: result.success, value: result.data };
  },
};
