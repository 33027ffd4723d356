// Tests of Vite 5.

import { testVite } from "./vite.mjs";

testVite("vite-5");
