/** Stands for the rendered packages/constructs/config.ts when templates are type-checked where they lie. */
export * from "../../../shims/infra/config.ts";
