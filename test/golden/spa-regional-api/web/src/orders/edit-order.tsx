import { useEffect, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { Failure } from "../failure.tsx";
import { PageTitle } from "../page-title.tsx";
import type { Order } from "./order.ts";
import { OrderForm } from "./order-form.tsx";
import type { OrdersApi } from "./orders-api.ts";

export function EditOrder({ api }: { api: OrdersApi }) {
  const { id = "" } = useParams();
  const navigate = useNavigate();
  const [order, setOrder] = useState<Order>();
  const [error, setError] = useState<unknown>();

  useEffect(() => {
    api.get(id).then(setOrder, setError);
  }, [api, id]);

  async function remove() {
    if (!window.confirm("Delete this order?")) return;
    try {
      await api.remove(id);
      await navigate("/");
    } catch (failed) {
      setError(failed);
    }
  }

  return (
    <>
      <PageTitle>Edit order</PageTitle>
      {error !== undefined && <Failure error={error} />}
      {order === undefined && error === undefined && <output>Loading the order…</output>}
      {order && (
        <OrderForm
          key={order.id}
          initial={order}
          submitLabel="Save changes"
          save={async (content) => {
            await api.update(id, order.version, content);
            await navigate("/");
          }}
        >
          <button type="button" className="danger" onClick={remove}>
            Delete order
          </button>
        </OrderForm>
      )}
      <p>
        <Link to="/">Back to all orders</Link>
      </p>
    </>
  );
}
