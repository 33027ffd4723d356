// A merchant's own test that imports the real library without calling it.

import { createClient, isIvyError } from "ivy-data-session";

test("a client is made, and a call says what is missing", async () => {
  expect(typeof TextDecoder).toBe("undefined");
  const ivy = createClient({ proxyUrl: "/api/ivy" });
  const error = await ivy.recallBank({ permissions: ["identity"] }).catch((error) => error);
  expect(isIvyError(error) && error.code).toBe("unsupported");
});
