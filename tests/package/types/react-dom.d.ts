// The one function of React DOM that the examples use. Its types are in a separate package.
declare module "react-dom/server" {
  export function renderToString(element: import("react").ReactNode): string;
}
