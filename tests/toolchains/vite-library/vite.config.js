// Builds a library of the page, or with LIBRARY empty an app that puts every file into its scripts as a `data:` URL.

const { LIBRARY } = process.env;
const library = { entry: "app/start.js", name: "shop", formats: [LIBRARY], fileName: "start" };

export default {
  build: { target: "es2022", ...(LIBRARY ? { lib: library } : { assetsInlineLimit: 1_000_000 }) },
};
