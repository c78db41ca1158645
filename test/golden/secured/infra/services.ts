import { OrdersService } from "../services/orders/infra.ts";
import type { ServiceClass } from "./lib/service.ts";

/** The services of this project. Each has a stack `<slug>-<name>-<stage>`, and the paths below `/api/<name>`. */
export const services: { name: string; service: ServiceClass }[] = [
  { name: "orders", service: OrdersService },
];
