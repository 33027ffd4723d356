// The design of the checkout page. A cookie names the one that a browser opened last, because the bank and the sign-in lead
// back to one address of the shop. Path and cookie are those of the Rust shop.

/** The paths of the designs: `<ivy-bank-connect>`, and the shop's own over the library's client. */
export const PATHS = { element: "/", own: "/own-design" };

/** The `Set-Cookie` values that make a design the browser's. They hold no personal data. */
export const COOKIES = {
  element: "shop_design=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax",
  own: "shop_design=own; Path=/; HttpOnly; SameSite=Lax",
};

/** Returns the design that this browser opened last. */
export function designOf(request) {
  const cookies = (request.headers.get("cookie") ?? "").split(";").map((cookie) => cookie.trim());
  return cookies.includes("shop_design=own") ? "own" : "element";
}
