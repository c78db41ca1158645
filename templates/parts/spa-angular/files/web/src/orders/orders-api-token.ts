import { InjectionToken } from "@angular/core";
import type { OrdersApi } from "./orders-api.ts";

export const ORDERS_API = new InjectionToken<OrdersApi>("OrdersApi");
