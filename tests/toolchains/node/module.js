import * as ivy from "ivy-data-session";
import { use } from "./app/use.js";

console.log(JSON.stringify(await use(ivy, `${process.env.SHOP}/api/ivy`)));
