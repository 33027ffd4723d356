const { SHOP, POLICY } = process.env;

export default {
  build: { target: "es2022" },
  server: { headers: { "content-security-policy": POLICY }, proxy: { "/api/ivy": SHOP } },
};
