import { ChangeDetectionStrategy, Component } from "@angular/core";
import { RouterLink } from "@angular/router";
import { PageTitle } from "./page-title.ts";

@Component({
  selector: "app-not-found",
  imports: [PageTitle, RouterLink],
  template: `
    <h1 appPageTitle>Page not found</h1>
    <p>There is nothing here. <a routerLink="/">See all orders</a></p>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NotFound {}
