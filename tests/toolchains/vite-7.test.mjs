// Tests of Vite 7.

import { testVite } from "./vite.mjs";

testVite("vite-7");
