import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { ZodMiniType } from "zod/mini";

/** How a client names a route. */
export type RouteAddress = Pick<Route, "method" | "path">;

/** One route of an API, served by one function. */
export interface Route {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With parameters in braces: `/orders/{id}`. */
  path: string;
  function: LambdaFunction;
  /** Schema of the body. A REST API refuses other bodies itself; with an HTTP API the function does. */
  body?: ZodMiniType;
  /** Headers that a request must have; checked where the body is. */
  requiredHeaders?: string[];
  /** Requests a second and at once, where they are others than those that the API takes on its other routes. */
  throttle?: { rateLimit: number; burstLimit: number };
}
