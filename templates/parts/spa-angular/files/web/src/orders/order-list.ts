import { ChangeDetectionStrategy, Component, inject, signal } from "@angular/core";
import { RouterLink } from "@angular/router";
import { Failure } from "../failure.ts";
import { PageTitle } from "../page-title.ts";
import type { Order } from "./order.ts";
import { OrderTable } from "./order-table.ts";
import { ORDERS_API } from "./orders-api-token.ts";

/** All orders, newest first, a page at a time. */
@Component({
  selector: "app-order-list",
  imports: [Failure, OrderTable, PageTitle, RouterLink],
  templateUrl: "./order-list.html",
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OrderList {
  readonly #api = inject(ORDERS_API);
  protected readonly orders = signal<Order[]>([]);
  protected readonly cursor = signal<string | undefined>(undefined);
  protected readonly loading = signal(false);
  protected readonly error = signal<unknown>(undefined);

  constructor() {
    void this.load();
  }

  protected async load(from?: string): Promise<void> {
    this.loading.set(true);
    this.error.set(undefined);
    try {
      const page = await this.#api.list(from);
      this.orders.update((known) => (from ? [...known, ...page.items] : page.items));
      this.cursor.set(page.cursor);
    } catch (failed) {
      this.error.set(failed);
    } finally {
      this.loading.set(false);
    }
  }
}
