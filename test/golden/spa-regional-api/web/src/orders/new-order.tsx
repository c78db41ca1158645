import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { PageTitle } from "../page-title.tsx";
import { OrderForm } from "./order-form.tsx";
import type { OrdersApi } from "./orders-api.ts";

export function NewOrder({ api }: { api: OrdersApi }) {
  const navigate = useNavigate();
  // One key for this form: a second click, or a retry after a lost answer, does not make a second order.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  return (
    <>
      <PageTitle>New order</PageTitle>
      <OrderForm
        initial={{ customerId: "", items: [] }}
        submitLabel="Create order"
        save={async (content) => {
          await api.create(content, idempotencyKey);
          await navigate("/");
        }}
      >
        <Link to="/" className="button">
          Cancel
        </Link>
      </OrderForm>
    </>
  );
}
