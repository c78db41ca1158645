import { ChangeDetectionStrategy, Component, inject } from "@angular/core";
import { Router, RouterLink } from "@angular/router";
import { PageTitle } from "../page-title.ts";
import type { OrderContent } from "./order.ts";
import { OrderForm } from "./order-form.ts";
import { ORDERS_API } from "./orders-api-token.ts";

@Component({
  selector: "app-new-order",
  imports: [OrderForm, PageTitle, RouterLink],
  template: `
    <h1 appPageTitle>New order</h1>
    <app-order-form [initial]="empty" submitLabel="Create order" [save]="save">
      <a routerLink="/" class="button">Cancel</a>
    </app-order-form>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NewOrder {
  readonly #api = inject(ORDERS_API);
  readonly #router = inject(Router);
  // One key for this form: a second click, or a retry after a lost answer, does not make a second order.
  readonly #idempotencyKey = crypto.randomUUID();
  protected readonly empty: OrderContent = { customerId: "", items: [] };

  protected readonly save = async (content: OrderContent): Promise<void> => {
    await this.#api.create(content, this.#idempotencyKey);
    await this.#router.navigateByUrl("/");
  };
}
