// Faults outside of the core. The core learns one word, never the text of somebody else's error.

/** A word by which the core knows a fault. */
export type FaultCode =
  | "unique violation"
  | "refused by the database"
  | "io"
  | "other"
  | "consumed"
  | "too_long"
  | "too_slow"
  | "broken"
  | "not_reached"
  | "not_reached_in_time"
  | "took_too_long"
  | "broke_off";

/** An error that the core understands. */
export type Fault = Error & {
  /** The fault's word. */
  fault: FaultCode;
  /** The database's own code, such as an SQLSTATE. It is logged if the tables cannot be made. */
  reason: string | undefined;
};

/** Makes an error that the core understands. */
export function faultError(fault: FaultCode, reason?: string): Fault {
  return Object.assign(new Error(fault), { fault, reason });
}

/** Returns true for an error of {@link faultError}. */
export function isFault(error: unknown): error is Fault {
  return error instanceof Error && "fault" in error;
}
