// The mask of IBANs, which a client brings.

import type { Client } from "../client/client.ts";

/** The key under which a client exposes its IBAN mask. The view itself has no WebAssembly. */
const MASK: unique symbol = Symbol.for("ivy-data-session.maskIban");

/** The IBAN that is shown if the client cannot mask it. */
const HIDDEN_IBAN = "••••";

/** Masks an IBAN by a client's mask. */
export function maskBy(client: Client, iban: string): string {
  try {
    // A client of an older version has no mask, and the call throws.
    return (client as unknown as Record<typeof MASK, (iban: string) => string>)[MASK](iban);
  } catch {
    return HIDDEN_IBAN;
  }
}
