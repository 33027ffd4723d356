import type { RecalledOutcome } from "ivy-data-session";
import { headers } from "next/headers";
import { proxy } from "../ivy";
import { Checkout } from "./checkout";
import { request } from "./request";

/** The checkout, rendered for the customer who is signed in. It has no offer if Ivy takes longer than 300 ms; its client then asks. */
export default async function Page() {
  const own = new Request(process.env.ORIGIN ?? "http://localhost", { headers: new Headers(await headers()) });
  const { outcome, initial } = await proxy().recall(own, request);
  return (
    <>
      <Checkout initial={initial} />
      <noscript>{outcome?.kind === "recalled" && <PlainOffer outcome={outcome} />}</noscript>
    </>
  );
}

/** The form to pay from an account by its handle, for browsers where no script runs. */
function PlainOffer({ outcome: { session } }: { outcome: RecalledOutcome }) {
  const accounts = session?.data?.accounts?.filter(({ handle }) => handle) ?? [];
  if (!session || accounts.length === 0) return null;
  return (
    <form action="/plain/pay" method="post">
      <input type="hidden" name="sessionId" value={session.id} />
      {accounts.map(({ name, handle }, index) => (
        <label key={handle}>
          <input type="radio" name="handle" value={handle} defaultChecked={index === 0} required /> {session.data?.bankName}, {name}
        </label>
      ))}
      <button>Pay</button>
    </form>
  );
}
