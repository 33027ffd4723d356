// The element and the debug logger in an app that also uses the library itself.

/** Adds the element to the page, in German. Returns its state and the logger's lines. */
export async function draw(ivy, { debugLogger }, proxyUrl, options) {
  const lines = [];
  const bank = document.createElement("ivy-bank-connect");
  bank.lang = "de";
  bank.client = ivy.createClient({ proxyUrl, ...options, onEvent: debugLogger({ log: (line) => lines.push(line.split(" ")[1]) }) });
  bank.request = { permissions: ["identity"], market: "DE" };
  const shown = new Promise((resolve) => bank.addEventListener("recalled", resolve, { once: true }));
  document.body.append(bank);
  await shown;
  // The language is in a separate file, which loads later.
  const german = () => bank.shadowRoot.querySelector('[part~="another-bank"]')?.textContent === "Andere Bank verwenden";
  for (let tries = 0; tries < 1_000 && !german(); tries++) await new Promise((resolve) => setTimeout(resolve, 50));
  const found = { state: bank.state.status, isGerman: german(), lines };
  bank.remove();
  return found;
}
