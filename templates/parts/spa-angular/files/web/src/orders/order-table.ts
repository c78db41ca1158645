import { ChangeDetectionStrategy, Component, computed, input } from "@angular/core";
import { RouterLink } from "@angular/router";
import { formatCents, type Order } from "./order.ts";

/** Head and body of a table: a row for each order. */
@Component({
  selector: "table[appOrderTable]",
  imports: [RouterLink],
  template: `
    <thead>
      <tr>
        <th scope="col">Customer</th>
        <th scope="col">Items</th>
        <th scope="col" class="number">Total</th>
        <th scope="col">Created</th>
      </tr>
    </thead>
    <tbody>
      @for (row of rows(); track row.id) {
        <tr>
          <td><a [routerLink]="['/orders', row.id]">{{ row.customer }}</a></td>
          <td>{{ row.items }}</td>
          <td class="number">{{ row.total }}</td>
          <td><time [attr.datetime]="row.createdAt">{{ row.created }}</time></td>
        </tr>
      }
    </tbody>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OrderTable {
  readonly orders = input.required<Order[]>({ alias: "appOrderTable" });
  protected readonly rows = computed(() => this.orders().map(rowOf));
}

function rowOf({ id, customerId, items, totalCents, createdAt }: Order) {
  return {
    id,
    customer: customerId,
    items: items.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(", "),
    total: formatCents(totalCents),
    createdAt,
    created: new Date(createdAt).toLocaleString(),
  };
}
