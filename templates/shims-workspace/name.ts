/** Stands for the rendered name.ts of a service when templates are type-checked where they lie. */
export declare const name: string;
