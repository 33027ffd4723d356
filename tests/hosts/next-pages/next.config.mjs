export default {
  output: "standalone",
  // In this version the path of a page has a slash at its end.
  trailingSlash: process.env.SLASH === "true",
  rewrites: async () => [
    { source: "/plain/return", destination: "/api/plain/return" },
    { source: "/shop/:path*", destination: "/api/shop/:path*" },
  ],
};
