import { slug } from "../config.ts";

/** How rules know that an order was accepted. */
export const orderAccepted = { source: `${slug}.orders`, detailType: "OrderAccepted" };
