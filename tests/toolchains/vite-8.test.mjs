// Tests of Vite 8.

import { testVite } from "./vite.mjs";

testVite("vite-8");
