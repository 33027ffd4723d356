import { session } from "../../../ivy";

export async function POST(request: Request) {
  const response = new Response(null, { status: 303, headers: { location: "/" } });
  const mine = await session(request, response);
  mine.customer = String((await request.formData()).get("customer"));
  await mine.save();
  return response;
}
