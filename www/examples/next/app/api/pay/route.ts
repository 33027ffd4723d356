import type { ProxyError } from "ivy-data-session/proxy";
import { proxy } from "../../../ivy";

/** The page says which account, and nothing else. It is fetched again from Ivy, for whoever is signed in. */
export async function POST(request: Request) {
  const { sessionId, accountIndex } = await request.json();
  try {
    const { session } = await proxy().releaseAccount(request, { sessionId, accountIndex, wanted: { required: ["identity"] } });
    return Response.json({ paid: true, bank: session.data?.bankName }); // here your payment starts, from the account
  } catch (error) {
    const { code, status = 400 } = error as ProxyError;
    return Response.json({ code }, { status });
  }
}
