export default { html: { template: "./index.html" }, source: { entry: { index: "./app/main.js" } } };
