import { corsHeaders, type GatewayEvent, readRequest } from "./event.ts";
import { Problem } from "./problem.ts";
import { isThrottled } from "./throttled.ts";

/** A request, the same whichever kind of API Gateway brought it. */
export interface Request {
  /** Path parameters: `id` of `/orders/{id}`. */
  path: Record<string, string | undefined>;
  query: Record<string, string | undefined>;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  body: string;
}

export interface Response {
  status: number;
  headers?: Record<string, string>;
  /** Sent as JSON; left out, the body is empty. */
  body?: unknown;
}

/** What API Gateway wants back from a function, in both of its formats. */
interface GatewayResult {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

/** Makes a Lambda handler of a route. */
export function handle(
  route: (request: Request) => Promise<Response>,
): (event: GatewayEvent) => Promise<GatewayResult> {
  return async (event) => {
    try {
      return result(await route(readRequest(event)), "application/json");
    } catch (error) {
      if (isThrottled(error)) return overloaded(error);
      // Anything but a Problem is a fault of ours: Lambda logs and counts it, and the client gets a bare 500.
      if (!(error instanceof Problem)) throw error;
      return refusal(error);
    }
  };
}

/** The table is at its limit, and the SDK has tried for a while. */
function overloaded(error: unknown): GatewayResult {
  console.error({ event: "throttled", error });
  return refusal(new Problem(503, "There is too much to do right now. Try again in a moment."), {
    "retry-after": "1",
  });
}

function refusal(problem: Problem, headers?: Record<string, string>): GatewayResult {
  return result({ status: problem.status, headers, body: problem.toJSON() }, "application/problem+json");
}

function result({ status, headers, body }: Response, contentType: string): GatewayResult {
  return {
    statusCode: status,
    headers: { ...corsHeaders, ...(body === undefined ? {} : { "content-type": contentType }), ...headers },
    body: body === undefined ? "" : JSON.stringify(body),
  };
}
