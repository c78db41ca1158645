import { type FormEvent, type ReactNode, useState } from "react";
import { Failure } from "../failure.tsx";
import type { OrderContent } from "./order.ts";

interface OrderFormProps {
  initial: OrderContent;
  submitLabel: string;
  save(content: OrderContent): Promise<void>;
  /** Further buttons beside the submit button. */
  children?: ReactNode;
}

/** A line of the form as typed; `key` stays with it when lines above are removed. */
interface Line {
  key: number;
  sku: string;
  quantity: string;
  price: string;
}

let lastKey = 0;
const emptyLine = (): Line => ({ key: ++lastKey, sku: "", quantity: "1", price: "" });

/** The fields of an order, for a new one and for a change. */
export function OrderForm({ initial, submitLabel, save, children }: OrderFormProps) {
  const [customerId, setCustomerId] = useState(initial.customerId);
  const [lines, setLines] = useState(() => (initial.items.length > 0 ? linesOf(initial) : [emptyLine()]));
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>();

  const change = (key: number, part: Partial<Line>) =>
    setLines(lines.map((line) => (line.key === key ? { ...line, ...part } : line)));

  async function submit(event: FormEvent) {
    event.preventDefault();
    setSaving(true);
    setError(undefined);
    try {
      await save({ customerId, items: lines.map(itemOf) });
    } catch (failed) {
      setError(failed);
      setSaving(false);
    }
  }

  return (
    <form onSubmit={submit}>
      {error !== undefined && <Failure error={error} />}
      <label>
        Customer
        <input
          required
          maxLength={64}
          value={customerId}
          onChange={({ target }) => setCustomerId(target.value)}
        />
      </label>
      {lines.map(({ key, sku, quantity, price }, index) => (
        <fieldset key={key}>
          <legend>Item {index + 1}</legend>
          <label>
            Article
            <input
              required
              maxLength={64}
              value={sku}
              onChange={({ target }) => change(key, { sku: target.value })}
            />
          </label>
          <label>
            Quantity
            <input
              required
              type="number"
              min={1}
              max={1000}
              value={quantity}
              onChange={({ target }) => change(key, { quantity: target.value })}
            />
          </label>
          <label>
            Price each
            <input
              required
              inputMode="decimal"
              pattern="\d{1,6}(\.\d{1,2})?"
              title="A price such as 4.50"
              value={price}
              onChange={({ target }) => change(key, { price: target.value })}
            />
          </label>
          {lines.length > 1 && (
            <button type="button" onClick={() => setLines(lines.filter((line) => line.key !== key))}>
              Remove item {index + 1}
            </button>
          )}
        </fieldset>
      ))}
      <button type="button" onClick={() => setLines([...lines, emptyLine()])}>
        Add an item
      </button>
      <div className="actions">
        <button type="submit" className="primary" disabled={saving}>
          {saving ? "Saving…" : submitLabel}
        </button>
        {children}
      </div>
    </form>
  );
}

function linesOf({ items }: OrderContent): Line[] {
  return items.map(({ sku, quantity, unitPriceCents }) => ({
    key: ++lastKey,
    sku,
    quantity: String(quantity),
    price: (unitPriceCents / 100).toFixed(2),
  }));
}

function itemOf({ sku, quantity, price }: Line) {
  return { sku, quantity: Number(quantity), unitPriceCents: Math.round(Number(price) * 100) };
}
