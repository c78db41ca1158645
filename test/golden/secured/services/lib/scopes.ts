/** The methods of a route that change nothing, and those that do, by what a scope calls them. */
export const methods = { read: ["GET"], write: ["POST", "PUT", "PATCH", "DELETE"] } as const;

/**
 * The scope that a caller of a route needs: `orders/read` for what only reads, `orders/write` for all that changes
 * something. The first part is the service: the first segment of the path, not counting `/api`.
 */
export function scopeOf({ method, path }: { method: string; path: string }): string {
  const [service] = path.split("/").filter((segment) => segment !== "" && segment !== "api");
  return `${service}/${method === "GET" ? "read" : "write"}`;
}
