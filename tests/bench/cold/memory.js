// Fetches the script of a cold start, and its WebAssembly file if it has one, into the page's memory. Then it starts the
// script.
const { script, wasm } = document.currentScript.dataset;
const text = async () => (await fetch(script)).text();
const bytes = async () => (await fetch(wasm)).arrayBuffer();

Promise.all([text(), wasm && bytes()]).then(([text, bytes]) => {
  if (bytes) globalThis.coldSource = new Response(bytes, { headers: { "content-type": "application/wasm" } });
  const element = document.createElement("script");
  element.type = "module";
  element.textContent = text;
  // Wait until the page's own start-up work is over.
  setTimeout(() => {
    globalThis.scriptStart = performance.now();
    document.head.append(element);
  }, 100);
});
