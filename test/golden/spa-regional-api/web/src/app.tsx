import { Link, Route, Routes } from "react-router";
import { Bar } from "./bar.tsx";
import { EditOrder } from "./orders/edit-order.tsx";
import { NewOrder } from "./orders/new-order.tsx";
import { OrderList } from "./orders/order-list.tsx";
import type { OrdersApi } from "./orders/orders-api.ts";
import { PageTitle } from "./page-title.tsx";

export function App({ api }: { api: OrdersApi }) {
  return (
    <>
      <Bar />
      <main>
        <Routes>
          <Route index element={<OrderList api={api} />} />
          <Route path="orders/new" element={<NewOrder api={api} />} />
          <Route path="orders/:id" element={<EditOrder api={api} />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </main>
    </>
  );
}

function NotFound() {
  return (
    <>
      <PageTitle>Page not found</PageTitle>
      <p>
        There is nothing here. <Link to="/">See all orders</Link>
      </p>
    </>
  );
}
