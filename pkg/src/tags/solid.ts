/**
 * Types of `<ivy-bank-connect>` in Solid's JSX. Solid sets the element's properties, and attributes that are constant.
 *
 * @module ivy-data-session/solid
 */
import type { JSX } from "solid-js";
import type { BankConnectElementAttributes, BankConnectElementProperties, BankConnectEventMap, IvyBankConnectElement } from "../element/index.ts";

/** Attributes that change: `attr:theme`. */
type ChangingAttributes = { [Name in keyof BankConnectElementAttributes as `attr:${Name}`]?: BankConnectElementAttributes[Name] | undefined };

/** Listeners: `on:choose`. */
type SolidListeners = { [Type in keyof BankConnectEventMap as `on:${Type}`]?: ((event: BankConnectEventMap[Type]) => void) | undefined };

type SolidProps = Omit<JSX.HTMLAttributes<IvyBankConnectElement>, keyof SolidListeners> &
  BankConnectElementAttributes &
  BankConnectElementProperties &
  ChangingAttributes &
  SolidListeners;

declare module "solid-js" {
  namespace JSX {
    interface IntrinsicElements {
      "ivy-bank-connect": SolidProps;
    }
  }
}
