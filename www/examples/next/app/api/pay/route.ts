import { errorResponse, pay, proxy } from "../../../ivy";

/** Pays from the chosen account. */
export async function POST(request: Request) {
  try {
    await proxy().checkJsonPost(request);
    const { sessionId, handle } = await request.json();
    const { data } = await pay(request, { sessionId, handle });
    return Response.json({ paid: true, bank: data?.bankName });
  } catch (error) {
    return errorResponse(error);
  }
}
