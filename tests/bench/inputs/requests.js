// Requests to create a data session, made for tests.
import { accountNumber } from "./accounts.js";

/**
 * Returns the request of Ivy's document on recurring users. URLs and an email address replace those that the document lost.
 */
const documented = () => ({
  referenceId: "123456789",
  permissions: ["identity"],
  market: "DE",
  externalUser: {
    email: "ada@example.com",
    phone: "+49123456789",
    metadata: { key1: "value1", key2: "value2" },
  },
  successCallbackUrl: "https://shop.example.com/success",
  errorCallbackUrl: "https://shop.example.com/error",
  resultCallbackUrl: "https://shop.example.com/result",
});

const address = ({ iban, bic }) => ({ financialAddress: { type: "iban", iban: { iban, bic, accountHolderName: "Ada Example" } } });

const everything = () => ({
  ...documented(),
  permissions: ["identity", "match_identity", "accounts"],
  market: " de ",
  locale: "de",
  externalUser: {
    email: " Ada.Example@EXAMPLE.com ",
    phone: "+49 (15) 200-000.01",
    referenceId: "cus_ada",
    metadata: { tier: "gold", visits: 7, tags: ["a", "b"] },
  },
  displayId: "Order 1",
  metadata: { cart: { items: [1, 2, 3], total: "19.90" }, note: "für Ada" },
  prefill: { bankId: "de-testbank", email: "ada@example.com" },
  disableBankSelection: true,
  createdAt: 1_760_000_000,
  expiresAt: 1_760_003_600,
  themeVariant: "dark",
  matchData: address(accountNumber(1)),
});

/** The requests to time: the documented one, and a larger one with every field. */
export const TIMED_REQUESTS = [
  { name: "the documented request", input: documented() },
  { name: "every field", input: everything() },
];

const changed = (change, from = documented) => {
  const input = from();
  change(input);
  return input;
};

const named = (table) => Object.entries(table).map(([name, input]) => ({ name, input }));

export const GOOD_REQUESTS = [
  ...TIMED_REQUESTS,
  ...named({
    "the least": { referenceId: "a", permissions: ["identity"] },
    "empty callback URLs": changed((request) => {
      request.successCallbackUrl = request.errorCallbackUrl = request.resultCallbackUrl = "";
    }),
    "http on loopback": changed((request) => void (request.successCallbackUrl = "http://127.0.0.1:8080/ok?a=b#c")),
    "undefined members": changed((request) => void (request.locale = request.metadata = undefined)),
    "small letters in IBAN and BIC": changed((request) => {
      const account = request.matchData.financialAddress.iban;
      account.iban = account.iban.replace(/.{4}/g, "$& ").toLowerCase();
      account.bic = account.bic.toLowerCase();
    }, everything),
    "200 characters": changed((request) => void (request.referenceId = "𠮷".repeat(200))),
    "24 hours": changed((request) => void (request.expiresAt = request.createdAt + 86_400), everything),
  }),
];

export const BAD_REQUESTS = named({
  "null": null,
  "a list": [],
  "text": "request",
  "nothing in it": {},
  "no reference": changed((request) => void delete request.referenceId),
  "an empty reference": changed((request) => void (request.referenceId = "")),
  "a blank reference": changed((request) => void (request.referenceId = " \t")),
  "a number as reference": changed((request) => void (request.referenceId = 1)),
  "201 characters": changed((request) => void (request.referenceId = "x".repeat(201))),
  "no permission": changed((request) => void (request.permissions = [])),
  "an unknown permission": changed((request) => void (request.permissions = ["identiy"])),
  "a permission twice": changed((request) => void (request.permissions = ["identity", "identity"])),
  "text as permissions": changed((request) => void (request.permissions = "identity")),
  "a market of no country": changed((request) => void (request.market = "ZZ")),
  "null as market": changed((request) => void (request.market = null)),
  "an unknown locale": changed((request) => void (request.locale = "da")),
  "nobody as user": changed((request) => void (request.externalUser = {})),
  "an e-mail with a space": changed((request) => void (request.externalUser.email = "[email protected]")),
  "an e-mail of 255 bytes": changed((request) => void (request.externalUser.email = `${"a".repeat(243)}@example.com`)),
  "a phone without +": changed((request) => void (request.externalUser.phone = "0123456789")),
  "a phone of 16 digits": changed((request) => void (request.externalUser.phone = "+1234567890123456")),
  "a blank customer": changed((request) => void (request.externalUser.referenceId = " ")),
  "http on the net": changed((request) => void (request.successCallbackUrl = "http://shop.example.com/")),
  "a relative URL": changed((request) => void (request.errorCallbackUrl = "/error")),
  "a URL with a password": changed((request) => void (request.errorCallbackUrl = "https://a:b@shop.example.com/")),
  "a script as URL": changed((request) => void (request.resultCallbackUrl = "javascript:alert(1)")),
  "a URL with a space": changed((request) => void (request.resultCallbackUrl = "https://shop.example.com/a b")),
  "a URL with a backslash": changed((request) => void (request.resultCallbackUrl = "https:\\\\shop.example.com")),
  "an unknown field": changed((request) => void (request.externaluser = {})),
  "an unknown field inside": changed((request) => void (request.externalUser.mail = "ada@example.com")),
  "a display id of 201 characters": changed((request) => void (request.displayId = "x".repeat(201))),
  "51 metadata keys": changed((request) => {
    request.metadata = Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`key${at}`, at]));
  }),
  "a metadata key of 41 characters": changed((request) => void (request.metadata = { ["k".repeat(41)]: 1 })),
  "a metadata value of 501 characters": changed((request) => void (request.metadata = { key: "v".repeat(501) })),
  "long JSON as metadata value": changed((request) => void (request.metadata = { key: ["v".repeat(497)] })),
  "a function as metadata value": changed((request) => void (request.metadata = { key: () => 1 })),
  "NaN as metadata value": changed((request) => void (request.metadata = { key: NaN })),
  "a metadata key that changes prototypes": changed((request) => void (request.metadata = { constructor: 1 })),
  "text as metadata": changed((request) => void (request.metadata = "key")),
  "no bank selection, no bank": changed((request) => void (request.disableBankSelection = true)),
  "an end without a start": changed((request) => void (request.expiresAt = 1_760_003_600)),
  "29 minutes": changed((request) => void (request.expiresAt = request.createdAt + 1_740), everything),
  "half seconds": changed((request) => void (request.createdAt += 0.5), everything),
  "an unknown theme": changed((request) => void (request.themeVariant = "blue")),
  "match_identity without an account": changed((request) => void delete request.matchData, everything),
  "an account without match_identity": changed((request) => void (request.matchData = address(accountNumber(1)))),
  "a wrong IBAN": changed((request) => void (request.matchData = address({ iban: "DE12345678901234567890" })), everything),
  "a wrong BIC": changed((request) => {
    request.matchData = address({ ...accountNumber(1), bic: "TESTZZFF" });
  }, everything),
});
