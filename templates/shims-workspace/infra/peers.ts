/** Stands for the rendered infra/peers.ts of a service when templates are type-checked where they lie. */
export declare const ordersUrls: Record<string, string>;
