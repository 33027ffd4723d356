import { Component, CUSTOM_ELEMENTS_SCHEMA } from "@angular/core";
import { createClient, type PageRequest } from "ivy-data-session";
import "ivy-data-session/element";
import type { BankConnectEventMap } from "ivy-data-session/element";

@Component({
  selector: "shop-bank",
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <ivy-bank-connect
      #bank
      action="/api/ivy/start"
      theme="dark"
      [client]="client"
      [request]="request"
      (choose)="choose($event)"
      (recalled)="count($event.detail.sessions.length)"
      (click)="count($event.clientX)"
    >
      <form action="/api/ivy/start" method="post"></form>
    </ivy-bank-connect>
    {{ bank.state.status }}
  `,
})
export class Bank {
  readonly client = createClient({ proxyUrl: "/api/ivy" });
  readonly request: PageRequest = { permissions: ["identity"] };

  choose({ detail }: BankConnectEventMap["choose"]): void {
    console.log(detail.session.id, detail.handle);
  }

  count(number: number): void {
    console.log(number);
  }
}
