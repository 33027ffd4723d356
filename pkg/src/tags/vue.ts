/**
 * Types of `<ivy-bank-connect>` in Vue's templates (3.3 or newer), also with `strictTemplates`.
 *
 * @module ivy-data-session/vue
 */
import type { AllowedComponentProps, ComponentCustomProps, HTMLAttributes, VNodeProps } from "vue";
import type { BankConnectElementAttributes, BankConnectElementProperties, BankConnectEventMap } from "../element/index.ts";

/** Listeners: `@choose` is the property `onChoose`. */
type VueListeners = { [Type in keyof BankConnectEventMap as `on${Capitalize<Type>}`]?: ((event: BankConnectEventMap[Type]) => void) | undefined };

type VueProps = Omit<HTMLAttributes, keyof VueListeners> &
  BankConnectElementAttributes &
  BankConnectElementProperties &
  VueListeners &
  AllowedComponentProps &
  ComponentCustomProps &
  VNodeProps;

declare module "vue" {
  interface GlobalComponents {
    "ivy-bank-connect": new () => { $props: VueProps; $slots: { default?: (() => unknown) | undefined } };
  }
}
