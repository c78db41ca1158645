import { ChangeDetectionStrategy, Component, inject } from "@angular/core";
import { RouterLink } from "@angular/router";
import { CurrentSession } from "./current-session.ts";

/** What stands above every page, with who is signed in. */
@Component({
  selector: "app-bar",
  imports: [RouterLink],
  template: `
    <header class="bar">
      <a routerLink="/" class="brand">Orders</a>
      @if (session(); as current) {
        <div class="account">
          <span>{{ current.user }}</span>
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
