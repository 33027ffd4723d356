// Tests of Vite 6.

import { testVite } from "./vite.mjs";

testVite("vite-6");
