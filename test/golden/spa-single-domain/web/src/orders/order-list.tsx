import { useCallback, useEffect, useState } from "react";
import { Link } from "react-router";
import { Failure } from "../failure.tsx";
import { PageTitle } from "../page-title.tsx";
import { formatCents, type Order } from "./order.ts";
import type { OrdersApi } from "./orders-api.ts";

/** All orders, newest first, a page at a time. */
export function OrderList({ api }: { api: OrdersApi }) {
  const [orders, setOrders] = useState<Order[]>([]);
  const [cursor, setCursor] = useState<string>();
  const [loading, setLoading] = useState(true);
  const [error, setError] = useState<unknown>();

  const load = useCallback(
    async (from?: string) => {
      setLoading(true);
      setError(undefined);
      try {
        const page = await api.list(from);
        setOrders((known) => (from ? [...known, ...page.items] : page.items));
        setCursor(page.cursor);
      } catch (failed) {
        setError(failed);
      } finally {
        setLoading(false);
      }
    },
    [api],
  );
  useEffect(() => void load(), [load]);

  return (
    <>
      <div className="heading">
        <PageTitle>All orders</PageTitle>
        <Link to="/orders/new" className="button primary">
          New order
        </Link>
      </div>
      {error !== undefined && <Failure error={error} retry={() => load(cursor)} />}
      {orders.length > 0 && <OrderTable orders={orders} />}
      {orders.length === 0 && !loading && error === undefined && (
        <p className="empty">There are no orders yet. Make the first one.</p>
      )}
      <output className="status">{loading ? "Loading orders…" : ""}</output>
      {cursor && !loading && (
        <button type="button" onClick={() => load(cursor)}>
          Load more
        </button>
      )}
    </>
  );
}

function OrderTable({ orders }: { orders: Order[] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Customer</th>
          <th scope="col">Items</th>
          <th scope="col" className="number">
            Total
          </th>
          <th scope="col">Created</th>
        </tr>
      </thead>
      <tbody>
        {orders.map(({ id, customerId, items, totalCents, createdAt }) => (
          <tr key={id}>
            <td>
              <Link to={`/orders/${id}`}>{customerId}</Link>
            </td>
            <td>{items.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(", ")}</td>
            <td className="number">{formatCents(totalCents)}</td>
            <td>
              <time dateTime={createdAt}>{new Date(createdAt).toLocaleString()}</time>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
