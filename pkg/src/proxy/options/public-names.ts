// Secrets under names that a bundler writes into pages.

import { configError } from "../errors/config-error.ts";

/** Secrets among the options of a proxy. */
export type Secrets = {
  apiKey?: string;
  webhookSecret?: readonly string[];
  tableSecret?: readonly string[];
};

/** Prefixes of environment variables that frameworks give to pages. */
const PUBLIC = ["NEXT_PUBLIC_", "VITE_", "PUBLIC_", "REACT_APP_", "NUXT_PUBLIC_", "EXPO_PUBLIC_", "GATSBY_"];

/**
 * Refuses secrets that a variable with a public name holds, too. Everybody who loads a page has the value of such a
 * variable.
 *
 * @param environment the variables of this program
 * @throws a sentence that names the option and the variable
 */
export function refusePublicNames({ apiKey, webhookSecret = [], tableSecret = [] }: Secrets, environment: Readonly<Record<string, string | undefined>>): void {
  if (apiKey !== undefined) refusePublicName("apiKey", apiKey, environment);
  for (const secret of webhookSecret) refusePublicName("webhookSecret", secret, environment);
  for (const secret of tableSecret) refusePublicName("tableSecret", secret, environment);
}

function refusePublicName(option: string, secret: string, environment: Readonly<Record<string, string | undefined>>): void {
  const isPublic = (name: string) => PUBLIC.some((prefix) => name.startsWith(prefix));
  const name = Object.keys(environment).find((name) => isPublic(name) && environment[name]?.trim() === secret);
  if (name === undefined) return;
  throw configError(option, `the environment variable ${name} holds it too, and its prefix puts it into pages; rename the variable and have a new secret made`);
}
