import { Component, CUSTOM_ELEMENTS_SCHEMA } from "@angular/core";
import "ivy-data-session/element";

@Component({
  selector: "shop-mistakes",
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  // Mistakes: an account may have no handle; the event has no such detail; the element has no such member.
  template: `
    <ivy-bank-connect #bank (choose)="say($event.detail.handle)" (connected)="say($event.detail.reason)" />
    {{ bank.status }}
  `,
})
export class Mistakes {
  say(text: string): void {
    console.log(text);
  }
}
