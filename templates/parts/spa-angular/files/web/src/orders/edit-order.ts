import { ChangeDetectionStrategy, Component, effect, inject, input, signal } from "@angular/core";
import { Router, RouterLink } from "@angular/router";
import { Failure } from "../failure.ts";
import { PageTitle } from "../page-title.ts";
import type { Order, OrderContent } from "./order.ts";
import { OrderForm } from "./order-form.ts";
import { ORDERS_API } from "./orders-api-token.ts";

@Component({
  selector: "app-edit-order",
  imports: [Failure, OrderForm, PageTitle, RouterLink],
  templateUrl: "./edit-order.html",
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EditOrder {
  readonly #api = inject(ORDERS_API);
  readonly #router = inject(Router);
  /** From the path of the page. */
  readonly id = input.required<string>();
  protected readonly order = signal<Order | undefined>(undefined);
  protected readonly error = signal<unknown>(undefined);

  constructor() {
    effect(() => {
      // Going back in the history can lead from one order to another.
      this.order.set(undefined);
      this.error.set(undefined);
      this.#api.get(this.id()).then(
        (order) => this.order.set(order),
        (failed) => this.error.set(failed),
      );
    });
  }

  protected readonly save = async (content: OrderContent): Promise<void> => {
    await this.#api.update(this.id(), this.order()?.version ?? 0, content);
    await this.#router.navigateByUrl("/");
  };

  protected async remove(): Promise<void> {
    if (!window.confirm("Delete this order?")) return;
    try {
      await this.#api.remove(this.id());
      await this.#router.navigateByUrl("/");
    } catch (failed) {
      this.error.set(failed);
    }
  }
}
