import { errorResponse, pay, proxy } from "../../../ivy";

/** Pays from the account that the shopper chose where no script runs. */
export async function POST(request: Request) {
  try {
    await proxy().checkFormPost(request);
    const form = await request.formData();
    await pay(request, { sessionId: String(form.get("sessionId")), handle: String(form.get("handle")) });
    return new Response(null, { status: 303, headers: { location: "/plain/paid" } });
  } catch (error) {
    return errorResponse(error);
  }
}
