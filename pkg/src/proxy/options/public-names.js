/**
 * Secrets under names that a bundler writes into pages.
 */
import { refusal } from "../errors/config-error.js";

/** What environment variables begin with that frameworks give to pages. */
const PUBLIC = ["NEXT_PUBLIC_", "VITE_", "PUBLIC_", "REACT_APP_", "NUXT_PUBLIC_", "EXPO_PUBLIC_", "GATSBY_"];

/**
 * Refuses a secret that is also the value of such a variable: whoever loads a page has it.
 *
 * @param {string} option the option that holds the secret
 * @param {string} secret
 * @param {Record<string, string | undefined>} environment
 */
export function refusePublicName(option, secret, environment) {
  const name = Object.keys(environment).find((name) => PUBLIC.some((prefix) => name.startsWith(prefix)) && environment[name]?.trim() === secret);
  if (name === undefined) return;
  throw refusal(option, `the environment variable ${name} holds it too, and its prefix puts it into pages; rename the variable and have a new secret made`);
}
