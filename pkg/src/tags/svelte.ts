/**
 * Types of `<ivy-bank-connect>` in Svelte's templates (4 or newer): `onchoose`, and `on:choose` as Svelte 4 has it.
 *
 * @module ivy-data-session/svelte
 */
import type { HTMLAttributes } from "svelte/elements";
import type { BankConnectElementAttributes, BankConnectElementProperties, BankConnectEventMap, IvyBankConnectElement } from "../element/index.ts";

/** Listeners in both forms. */
type SvelteListeners = {
  [Type in keyof BankConnectEventMap as `on${Type}` | `on:${Type}`]?: ((event: BankConnectEventMap[Type]) => void) | null | undefined;
};

type SvelteProps = Omit<HTMLAttributes<IvyBankConnectElement>, keyof SvelteListeners> &
  BankConnectElementAttributes &
  BankConnectElementProperties &
  SvelteListeners;

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "ivy-bank-connect": SvelteProps;
  }
}
