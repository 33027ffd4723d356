"use client";
/**
 * For React 18 and 19: one hook and one component over it.
 */
export { loadTexts } from "./bank-words.js";
export { BankConnect } from "./react-component.js";
export { useBankConnect } from "./react-hook.js";
