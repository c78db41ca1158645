/** First part of the paths of this service, and middle of its stack's name. */
export const name = "customers";

/** Logical id of its table: with another id there is another, empty table. */
export const tableId = "CustomersTable";
