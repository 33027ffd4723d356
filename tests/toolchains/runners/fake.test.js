// A merchant's own test without the library: nothing is loaded, and nothing goes over the network.

import { createFakeClient, fakeIvyError, sampleRecalled } from "ivy-data-session/testing";

test("a scripted client", async () => {
  expect(typeof document).toBe("object");
  const ivy = createFakeClient({ connectBank: [sampleRecalled(), fakeIvyError("rate_limited")] });
  const request = { permissions: ["identity"] };
  expect((await ivy.connectBank(request)).kind).toBe("recalled");
  await expect(ivy.connectBank(request)).rejects.toMatchObject({ name: "IvyError", code: "rate_limited" });
  expect(ivy.calls).toEqual([{ method: "connectBank", args: [request] }, { method: "connectBank", args: [request] }]);
  ivy.verify();
});
