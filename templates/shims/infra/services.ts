import type { ServiceClass } from "./lib/service.ts";

/** Stands for the rendered infra/services.ts when templates are type-checked where they lie. */
export declare const services: { name: string; service: ServiceClass }[];
