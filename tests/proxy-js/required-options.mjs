// The options of a proxy for tests, besides its store.

export const REQUIRED = {
  apiKey: "made-for-tests",
  apiUrl: "http://127.0.0.1:9",
  webhookSecret: "made-for-tests-too",
  tableSecret: "nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw=",
  origins: ["https://shop.example"],
  identify: () => ({ customerId: "cus_ada" }),
};
