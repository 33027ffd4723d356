// The mask of IBANs, which a client brings.

import type { Client } from "../client/client.ts";
import { attempt } from "../shared/values.ts";

/** The key under which a client exposes its IBAN mask. The view itself has no WebAssembly. */
const MASK: unique symbol = Symbol.for("ivy-data-session.maskIban");

/** The IBAN that is shown if nothing can mask it. */
const HIDDEN_IBAN = "••••";

/** Matches an IBAN in its electronic form, with its country and its last four characters. */
const ELECTRONIC = /^([A-Z]{2})[A-Z\d]{9,28}([A-Z\d]{4})$/;

/**
 * Masks an IBAN by a client's mask. An outcome that the server has rendered is shown before the library is loaded: until then an
 * IBAN in its electronic form gets the same mask here, and everything else is hidden.
 */
export function maskBy(client: Client, iban: string): string {
  const mask = (client as Client & { [MASK]?: (iban: string) => string })[MASK];
  // A client of an older version has none.
  if (!mask) return HIDDEN_IBAN;
  return attempt(() => mask(iban)) ?? maskEarly(iban);
}

function maskEarly(iban: string): string {
  const [, country, end] = ELECTRONIC.exec(iban) ?? [];
  return country ? `${country} •••• ${end}` : HIDDEN_IBAN;
}
