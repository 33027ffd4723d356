const { SHOP, POLICY } = process.env;

export default {
  build: { target: "es2022" },
  worker: { format: "es" },
  server: { headers: { "content-security-policy": POLICY }, proxy: { "/api/ivy": SHOP } },
};
