import type { PageRequest } from "ivy-data-session";

/** The request of the page and of the server: both must look for the same. */
export const request: PageRequest = { permissions: ["identity"], market: "DE" };
