// The shop's customers. Names, addresses and numbers are made for tests.

/** What the sign-in form sends, and whom it names. `id` is never changed and never given to another. */
export const customers = {
  ada: { id: "cus_ada", name: "Ada Example", email: "ada@example.com", phone: "+4915200000001" },
  ben: { id: "cus_ben", name: "Ben Sample", email: "ben@example.com", phone: "+4915200000002" },
};

/** The customer of an id in the table of sign-ins; `undefined` where there is none. */
export const customerOf = (id) => Object.values(customers).find((customer) => customer.id === id);
