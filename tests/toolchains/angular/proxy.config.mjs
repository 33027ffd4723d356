export default { "/api/ivy": { target: process.env.SHOP } };
