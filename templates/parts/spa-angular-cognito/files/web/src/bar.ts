import { ChangeDetectionStrategy, Component, inject } from "@angular/core";
import { RouterLink } from "@angular/router";
import { AuthenticatorApp } from "./authenticator-app.ts";
import { CurrentSession } from "./current-session.ts";

/** What stands above every page, with who is signed in and their second factor. */
@Component({
  selector: "app-bar",
  imports: [AuthenticatorApp, RouterLink],
  template: `
    <header class="bar">
      <a routerLink="/" class="brand">Orders</a>
      @if (session(); as current) {
        <div class="account">
          <span>{{ current.user }}</span>
          <app-authenticator [authenticator]="current.authenticator" />
          <button type="button" (click)="current.signOut()">Sign out</button>
        </div>
      }
    </header>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Bar {
  protected readonly session = inject(CurrentSession).session;
}
