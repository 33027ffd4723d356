// The return page of the way without scripts, in a browser that has scripts all the same (one without WebAssembly, say): it
// goes on without a click. A page that is being prerendered waits until the shopper sees it.

if (document.prerendering) await new Promise((resolve) => document.addEventListener("prerenderingchange", resolve, { once: true }));
document.getElementById("continue").requestSubmit();
