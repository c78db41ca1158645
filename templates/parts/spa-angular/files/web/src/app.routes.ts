import type { Routes } from "@angular/router";
import { NotFound } from "./not-found.ts";
import { EditOrder } from "./orders/edit-order.ts";
import { NewOrder } from "./orders/new-order.ts";
import { OrderList } from "./orders/order-list.ts";

export const routes: Routes = [
  { path: "", pathMatch: "full", component: OrderList },
  { path: "orders/new", component: NewOrder },
  { path: "orders/:id", component: EditOrder },
  { path: "**", component: NotFound },
];
