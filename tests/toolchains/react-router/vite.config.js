import { reactRouter } from "@react-router/dev/vite";

export default { plugins: [reactRouter()], server: { proxy: { "/api/ivy": process.env.SHOP } } };
