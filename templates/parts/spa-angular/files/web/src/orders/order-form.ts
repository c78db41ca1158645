import { ChangeDetectionStrategy, Component, inject, input, type OnInit, signal } from "@angular/core";
import { NonNullableFormBuilder, ReactiveFormsModule } from "@angular/forms";
import { Failure } from "../failure.ts";
import type { OrderContent, OrderItem } from "./order.ts";

/** The fields of an order, for a new one and for a change. Its content is further buttons beside the submit button. */
@Component({
  selector: "app-order-form",
  imports: [Failure, ReactiveFormsModule],
  templateUrl: "./order-form.html",
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OrderForm implements OnInit {
  readonly initial = input.required<OrderContent>();
  readonly submitLabel = input.required<string>();
  readonly save = input.required<(content: OrderContent) => Promise<void>>();

  readonly #builder = inject(NonNullableFormBuilder);
  protected readonly customerId = this.#builder.control("");
  protected readonly lines = this.#builder.array([this.#line()]);
  protected readonly form = this.#builder.group({ customerId: this.customerId, lines: this.lines });
  protected readonly saving = signal(false);
  protected readonly error = signal<unknown>(undefined);

  ngOnInit(): void {
    const { customerId, items } = this.initial();
    this.customerId.setValue(customerId);
    if (items.length === 0) return;
    this.lines.clear();
    for (const item of items) this.lines.push(this.#line(item));
  }

  protected addLine(): void {
    this.lines.push(this.#line());
  }

  protected async submit(): Promise<void> {
    this.saving.set(true);
    this.error.set(undefined);
    try {
      const { customerId, lines } = this.form.getRawValue();
      await this.save()({ customerId, items: lines.map(itemOf) });
    } catch (failed) {
      this.error.set(failed);
      this.saving.set(false);
    }
  }

  /** An item as it is typed. */
  #line(item?: OrderItem) {
    return this.#builder.group({
      sku: item?.sku ?? "",
      quantity: item?.quantity ?? 1,
      price: item ? (item.unitPriceCents / 100).toFixed(2) : "",
    });
  }
}

function itemOf({ sku, quantity, price }: { sku: string; quantity: number; price: string }): OrderItem {
  return { sku, quantity, unitPriceCents: Math.round(Number(price) * 100) };
}
