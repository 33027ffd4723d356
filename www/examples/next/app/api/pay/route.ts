import { errorResponse, proxy } from "../../../ivy";

/** Pays from the chosen account. The proxy fetches it from Ivy again, for the customer who is signed in. */
export async function POST(request: Request) {
  try {
    await proxy().checkJsonPost(request);
    const { sessionId, handle } = await request.json();
    const { session } = await proxy().releaseAccount(request, { sessionId, handle, wanted: { required: ["identity"] } });
    return Response.json({ paid: true, bank: session.data?.bankName }); // here your payment starts, from the account
  } catch (error) {
    return errorResponse(error);
  }
}
