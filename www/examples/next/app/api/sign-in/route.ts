import { errorResponse, proxy, session } from "../../../ivy";

/** Signs a customer in. Refuses posts of other sites, which could sign your customer in as another person. */
export async function POST(request: Request) {
  try {
    await proxy().checkFormPost(request);
    const response = new Response(null, { status: 303, headers: { location: "/" } });
    const mine = await session(request, response);
    mine.customer = String((await request.formData()).get("customer"));
    await mine.save();
    // Ends the guest of this browser, so that the customer gets none of the guest's data. A sign-out does the same.
    response.headers.append("set-cookie", await proxy().endGuest(request));
    return response;
  } catch (error) {
    return errorResponse(error);
  }
}
