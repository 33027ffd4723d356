// A merchant's own test that never calls the real library, and imports it all the same.

import { createClient, isIvyError } from "ivy-data-session";

test("a client is made, and a call says what is missing", async () => {
  expect(typeof TextDecoder).toBe("undefined");
  const ivy = createClient({ proxyUrl: "/api/ivy" });
  const error = await ivy.recallBank({ permissions: ["identity"] }).catch((error) => error);
  expect(isIvyError(error) && error.code).toBe("unsupported");
});
