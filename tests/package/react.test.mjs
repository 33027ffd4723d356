// Tests of the hook and the component of `ivy-data-session/react` in Chromium, in StrictMode, with the fake client.

import "./react/bank.mjs";
import "./react/choice.mjs";
import "./react/initial.mjs";
import "./react/lifetime.mjs";
import "./react/recall.mjs";
import "./react/return.mjs";
