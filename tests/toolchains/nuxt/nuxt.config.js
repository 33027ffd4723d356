const { SHOP, POLICY } = process.env;

export default {
  compatibilityDate: "2026-01-01",
  devtools: { enabled: false },
  app: { head: { title: "shop", link: [{ rel: "icon", href: "data:," }] } },
  routeRules: {
    "/api/ivy/**": { proxy: `${SHOP}/api/ivy/**` },
    "/": { headers: { "content-security-policy": POLICY } },
  },
};
