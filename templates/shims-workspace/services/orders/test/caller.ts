/** Stands for test/caller.ts of the orders service when templates are type-checked where they lie. */
export * from "../../../test/caller.ts";
