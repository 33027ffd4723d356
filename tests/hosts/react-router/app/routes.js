import { route } from "@react-router/dev/routes";

export default [
  route("api/ivy/*", "routes/ivy.js"),
  route("plain/return", "routes/ivy.js", { id: "plain-return" }),
  route("shop/*", "routes/shop.js"),
];
