const { SHOP } = process.env;

export default { devToolbar: { enabled: false }, vite: { server: { proxy: { "/api/ivy": SHOP } } } };
