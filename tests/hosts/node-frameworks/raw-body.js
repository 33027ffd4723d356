// A shop on Google Cloud Functions or Firebase, whose body parser comes first and keeps the raw body.

import { createServer } from "node:http";
import functions from "@google-cloud/functions-framework";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { setServerTimeouts, toNodeListener } from "ivy-data-session/proxy";
import { proxy, shop } from "./ivy.js";

functions.http("ivy", toNodeListener(proxy()));
functions.http("shop", toNodeListener(shop));

const [ivys, shops] = [getTestServer("ivy"), getTestServer("shop")];
const server = createServer((request, response) => (request.url.startsWith("/shop/") ? shops : ivys).emit("request", request, response));
setServerTimeouts(server).listen(Number(process.env.PORT), "127.0.0.1", () => console.log(`shop: listening on ${process.env.ORIGIN}`));
