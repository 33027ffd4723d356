// A shop behind the body parser of Google Cloud Functions and Firebase, which hand over the raw body.

import functions from "@google-cloud/functions-framework";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { setServerTimeouts, toNodeListener } from "ivy-data-session/proxy";
import { proxy, shop } from "./ivy.js";

functions.http("shop", (request, response) => toNodeListener(request.path.startsWith("/shop/") ? shop : proxy())(request, response));

setServerTimeouts(getTestServer("shop")).listen(Number(process.env.PORT), "127.0.0.1", () => console.log(`shop: listening on ${process.env.ORIGIN}`));
