// The shop's customers. Their names, email addresses and phone numbers are test data.

/** The customers by the values of the sign-in form. An `id` never changes and is never used for another customer. */
export const customers = {
  ada: { id: "cus_ada", name: "Ada Example", email: "ada@example.com", phone: "+4915200000001" },
  ben: { id: "cus_ben", name: "Ben Sample", email: "ben@example.com", phone: "+4915200000002" },
};

/** Returns the customer with an id, as in the table of sign-ins, or `undefined`. */
export const customerOf = (id) => Object.values(customers).find((customer) => customer.id === id);
