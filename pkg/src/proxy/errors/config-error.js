/**
 * What is thrown where the proxy is set up wrongly.
 */
import { ivyError } from "../../errors.js";

/**
 * @param {string} place the option, or the function with its argument
 * @param {string} expected what it takes, in words; never what was given
 * @returns {Error}
 */
export function refusal(place, expected) {
  return ivyError("misconfigured", `${place}: ${expected}`);
}
