// The customer for whom the page was made. When somebody else is at the browser, the page removes everything and starts over.

import { whoIsSignedIn } from "./server.js";

const page = document.documentElement.dataset;

/** Removes all data of the customer for whom the page was made, and reloads it for the present one. */
function startOver() {
  document.body.replaceChildren();
  location.reload();
}

/** Starts over when the page is shown again to another person. */
export function watchCustomer() {
  // The back/forward cache may show this page unchanged to another person.
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) startOver();
  });

  // The customer may have changed in another tab.
  document.addEventListener("visibilitychange", async () => {
    if (document.visibilityState !== "visible") return;
    const { customer } = await whoIsSignedIn().catch(() => ({ customer: { id: page.customer } }));
    if ((customer?.id ?? "") !== page.customer) startOver();
  });
}
