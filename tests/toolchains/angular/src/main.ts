import { Component } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { run } from "../app/run.js";

@Component({ selector: "shop-root", template: "<p>shop</p>" })
class Shop {
  constructor() {
    void run();
  }
}

void bootstrapApplication(Shop);
