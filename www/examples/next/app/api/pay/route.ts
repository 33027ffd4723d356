import { proxy, refusal } from "../../../ivy";

/** The page says which account, and nothing else. It is fetched again from Ivy, for whoever is signed in. */
export async function POST(request: Request) {
  try {
    await proxy().checkJsonPost(request);
    const { sessionId, handle } = await request.json();
    const { session } = await proxy().releaseAccount(request, { sessionId, handle, wanted: { required: ["identity"] } });
    return Response.json({ paid: true, bank: session.data?.bankName }); // here your payment starts, from the account
  } catch (error) {
    return refusal(error);
  }
}
