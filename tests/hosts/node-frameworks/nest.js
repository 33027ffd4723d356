// A shop on Nest: the proxy before `app.init()`, and in front of an app that is ready.

import "reflect-metadata";
import { Controller, Module, Post } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { attachProxy, setServerTimeouts, toNodeListener } from "ivy-data-session/proxy";
import { proxy, shop } from "./ivy.js";

class Shop {}
class Parsed {
  parsed() {
    return { parsed: true };
  }
}
Controller("parsed")(Parsed);
Post()(Parsed.prototype, "parsed", Object.getOwnPropertyDescriptor(Parsed.prototype, "parsed"));
Module({ controllers: [Parsed] })(Shop);

const mount = {
  early: (app) => {
    app.use(toNodeListener(proxy()));
    app.use(toNodeListener(shop));
  },
  late: async (app) => {
    await app.init();
    attachProxy(app.getHttpServer(), proxy());
    attachProxy(app.getHttpServer(), shop);
  },
};

const app = await NestFactory.create(Shop, { logger: false });
await mount[process.env.MOUNT](app);
setServerTimeouts(app.getHttpServer());
await app.listen(Number(process.env.PORT), "127.0.0.1");
console.log(`shop: listening on ${process.env.ORIGIN}`);
