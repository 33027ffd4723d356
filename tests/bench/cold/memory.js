// Gets a cold start's script, and the wasm where there is one, into this page's memory, and then starts the script.
const { script, wasm } = document.currentScript.dataset;
const text = async () => (await fetch(script)).text();
const bytes = async () => (await fetch(wasm)).arrayBuffer();

Promise.all([text(), wasm && bytes()]).then(([text, bytes]) => {
  if (bytes) globalThis.coldSource = new Response(bytes, { headers: { "content-type": "application/wasm" } });
  const element = document.createElement("script");
  element.type = "module";
  element.textContent = text;
  // The page's own first moments are over by then.
  setTimeout(() => {
    globalThis.scriptStart = performance.now();
    document.head.append(element);
  }, 100);
});
