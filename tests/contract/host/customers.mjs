// The shop's sign-in, as support/customers.rs has it: a cookie that names the customer.

/** Before every session of the tests. */
const VERIFIED_AT = 1_500_000_000;

const epochSeconds = () => Math.floor(Date.now() / 1_000);

/**
 * Cleo's address was verified when it had been another's for long; Dan has none that is verified; to her shop Mia is known
 * by her address.
 */
const customers = {
  ada: () => verified("ada", "ada@example.com", "+4915200000001", VERIFIED_AT),
  ben: () => verified("ben", "ben@example.com", "+4915200000002", VERIFIED_AT),
  cleo: () => verified("cleo", "ada@example.com", "+4915200000001", epochSeconds() - 1_000),
  dan: () => ({ customerId: "cus_dan" }),
  mia: () => ({ ...verified("mia", "Mia.Halloran@mail.example", "+4930901820017", VERIFIED_AT), customerId: "Mia.Halloran@mail.example" }),
};

const verified = (name, email, phone, since) => ({
  customerId: `cus_${name}`,
  email,
  emailVerifiedAt: since,
  phone,
  phoneVerifiedAt: since,
});

/** Who sent a request; `down` stands for a sign-in that does not answer. */
export async function customerOf(request) {
  const cookies = (request.headers.get("cookie") ?? "").split("; ");
  const name = cookies.find((pair) => pair.startsWith("shop_customer="))?.slice("shop_customer=".length);
  if (name === "down") throw new Error("the sign-in does not answer");
  return Object.hasOwn(customers, name ?? "") ? customers[name]() : null;
}
