export default {
  distDir: process.env.OUTPUT,
  rewrites: () => [{ source: "/api/ivy/:path*", destination: `${process.env.SHOP}/api/ivy/:path*` }],
};
