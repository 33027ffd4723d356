// A shop on Koa, with a body parser behind the proxy. With PARSED the parser comes first, which keeps the raw body.

import { bodyParser } from "@koa/bodyparser";
import Koa from "koa";
import mount from "koa-mount";
import { setServerTimeouts, toKoaMiddleware } from "ivy-data-session/proxy";
import { proxy, shop } from "./ivy.js";

const app = new Koa();
if (process.env.PARSED) app.use(bodyParser());
// A mounted middleware sees the rest of the path.
if (process.env.PARSED) app.use(mount("/api", toKoaMiddleware(proxy())));
app.use(toKoaMiddleware(proxy()));
app.use(toKoaMiddleware(shop));
app.use(bodyParser());
app.use((context) => {
  if (context.path === "/parsed") context.body = context.request.body;
});

setServerTimeouts(app.listen(Number(process.env.PORT), "127.0.0.1", () => console.log(`shop: listening on ${process.env.ORIGIN}`)));
