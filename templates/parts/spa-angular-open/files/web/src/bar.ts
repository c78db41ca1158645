import { ChangeDetectionStrategy, Component } from "@angular/core";
import { RouterLink } from "@angular/router";

/** What stands above every page. */
@Component({
  selector: "app-bar",
  imports: [RouterLink],
  template: `
    <header class="bar">
      <a routerLink="/" class="brand">Orders</a>
    </header>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Bar {}
