import { proxy } from "../ivy.js";

export async function load({ request, setHeaders }) {
  const { outcome, initial, headers } = await proxy().recall(request, { permissions: ["identity"], market: "DE" });
  setHeaders(headers);
  return { session: outcome?.kind === "recalled" ? outcome.session : null, initial };
}
