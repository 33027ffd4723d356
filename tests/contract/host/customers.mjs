// The shop's sign-in: a cookie that names the customer. support/customers.rs has the same.

/** The time of verification, in epoch seconds: before every session of the tests. */
const VERIFIED_AT = 1_500_000_000;

const epochSeconds = () => Math.floor(Date.now() / 1_000);

/**
 * The customers. Cleo's address was verified long after it had been another person's. Dan has no verified address. The shop
 * knows Mia by her address. Eva's address has an international domain and her number was pasted. Joe's address and number are no
 * valid ones. The id of `ghost` has an invisible character.
 */
const customers = {
  ada: () => verified("ada", "ada@example.com", "+4915200000001", VERIFIED_AT),
  ben: () => verified("ben", "ben@example.com", "+4915200000002", VERIFIED_AT),
  cleo: () => verified("cleo", "ada@example.com", "+4915200000001", epochSeconds() - 1_000),
  dan: () => ({ customerId: "cus_dan" }),
  eva: () => verified("eva", "Eva@Müller.Example", "+49\u00a0152\u201100000003", VERIFIED_AT),
  joe: () => verified("joe", "jürgen@example.com", "+49 (0)30 1234567", VERIFIED_AT),
  ghost: () => ({ customerId: "cus_\u200bada" }),
  mia: () => ({ ...verified("mia", "Mia.Halloran@mail.example", "+4930901820017", VERIFIED_AT), customerId: "Mia.Halloran@mail.example" }),
};

const verified = (name, email, phone, since) => ({
  customerId: `cus_${name}`,
  email,
  emailVerifiedAt: since,
  phone,
  phoneVerifiedAt: since,
});

/** Returns the customer of a request. The name `down` makes the sign-in fail. */
export async function customerOf(request) {
  const cookies = (request.headers.get("cookie") ?? "").split("; ");
  const name = cookies.find((pair) => pair.startsWith("shop_customer="))?.slice("shop_customer=".length);
  if (name === "down") throw new Error("the sign-in does not answer");
  return Object.hasOwn(customers, name ?? "") ? customers[name]() : null;
}
