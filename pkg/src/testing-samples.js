/**
 * Outcomes to script, of people and accounts made for tests.
 */

/** See testing.d.ts. */
export function sampleSession(changes = {}) {
  const iban = { iban: "DE89370400440532013000", bban: "370400440532013000", bic: "COBADEFFXXX" };
  return {
    id: "session-1",
    status: "complete",
    referenceId: "order-1",
    createdAt: 1_767_225_600,
    market: "DE",
    data: {
      bankName: "Test Bank",
      identity: { name: "Ada Example", dateOfBirth: "1985-12-10" },
      accounts: [{ name: "Main account", type: "checking", identifier: { iban }, handle: "handle-1" }],
    },
    ...changes,
  };
}

/** See testing.d.ts. */
export function sampleRecalled(changes = {}) {
  const { sessions = [sampleSession()] } = changes;
  return { kind: "recalled", session: sessions[0] ?? null, ageDays: 7, identityDiffers: false, ...changes, sessions };
}

/** See testing.d.ts. */
export function sampleLogin(changes = {}) {
  return {
    kind: "login",
    id: "session-2",
    referenceId: "order-2",
    redirectUrl: "https://bank.example/login",
    expiresAt: null,
    reason: "no_past_session",
    ...changes,
  };
}

/** See testing.d.ts. */
export function sampleNotRecalled(changes = {}) {
  return { kind: "not_recalled", reason: "no_past_session", ...changes };
}
