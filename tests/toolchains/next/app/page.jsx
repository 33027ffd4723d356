// A server component that uses the library on the server, and contains the client component.

import { checkDataSessionRequest, init } from "ivy-data-session";
import { Checkout } from "./checkout.jsx";

export const dynamic = "force-dynamic";

export default async function Page() {
  await init();
  const checked = checkDataSessionRequest({ referenceId: "", permissions: ["identity"] });
  return (
    <main>
      <p id="server">{checked.issues.map(({ path, code }) => `${path} ${code}`).join()}</p>
      <Checkout />
    </main>
  );
}
