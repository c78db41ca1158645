/** Stands for the rendered services/<name>/name.ts when templates are type-checked where they lie. */
export declare const name: string;
export declare const tableId: string;
