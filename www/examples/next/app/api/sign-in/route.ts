import { proxy, refusal, session } from "../../../ivy";

/** Posts of other sites are refused, here too: otherwise they could sign your customer in as somebody else. */
export async function POST(request: Request) {
  try {
    await proxy().checkFormPost(request);
    const response = new Response(null, { status: 303, headers: { location: "/" } });
    const mine = await session(request, response);
    mine.customer = String((await request.formData()).get("customer"));
    await mine.save();
    // The guest who used this browser before leaves nothing behind. A sign-out does the same.
    response.headers.append("set-cookie", await proxy().endGuest(request));
    return response;
  } catch (error) {
    return refusal(error);
  }
}
