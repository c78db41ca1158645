export interface OrderItem {
  sku: string;
  quantity: number;
  unitPriceCents: number;
}

export interface OrderContent {
  customerId: string;
  items: OrderItem[];
}

export interface Order extends OrderContent {
  id: string;
  /** Counts the updates; an update names the version that it replaces. */
  version: number;
  totalCents: number;
  createdAt: string;
  updatedAt: string;
}

const amount = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });

export function formatCents(cents: number): string {
  return amount.format(cents / 100);
}
