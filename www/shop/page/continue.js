// Submits the form of the no-JS return page without a click, in a browser that runs scripts but, for example, no WebAssembly.
// A prerendered page waits until the shopper sees it.

if (document.prerendering) await new Promise((resolve) => document.addEventListener("prerenderingchange", resolve, { once: true }));
document.getElementById("continue").requestSubmit();
