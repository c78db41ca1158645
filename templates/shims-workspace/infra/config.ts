/** Stands for the rendered infra/config.ts of a service when templates are type-checked where they lie. */
export * from "../../shims/infra/config.ts";
export declare const service: string;
