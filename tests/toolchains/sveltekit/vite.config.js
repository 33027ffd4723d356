import adapter from "@sveltejs/adapter-static";
import { sveltekit } from "@sveltejs/kit/vite";

const { SHOP, POLICY } = process.env;

export default {
  plugins: [sveltekit({ adapter: adapter() })],
  server: { headers: { "content-security-policy": POLICY }, fs: { allow: ["app"] }, proxy: { "/api/ivy": SHOP } },
};
