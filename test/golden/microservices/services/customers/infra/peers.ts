/**
 * Where this service finds the orders service, by stage: the output `Url` of its deployment there. A host of
 * `.localhost` is known to the local cloud alone.
 */
export const ordersUrls: Record<string, string> = {
  dev: "https://orders.localhost",
  prod: "https://orders.localhost",
};
