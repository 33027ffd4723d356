const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
worker.onerror = (event) => (globalThis.result = { worker: event.message });
worker.onmessage = ({ data }) => (globalThis.result = { worker: data });
