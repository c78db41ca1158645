import { Function as EdgeFunction, FunctionCode, FunctionEventType } from "aws-cdk-lib/aws-cloudfront";
import type { Construct } from "constructs";
import type { Stage } from "../config.ts";
import type { EdgeFunctions } from "./site.ts";

/** What runs at the edge when a visitor asks for a page or a file of the site. */
export function viewerFunctions(scope: Construct, _stage: Stage): EdgeFunctions {
  const pageRouting = new EdgeFunction(scope, "PageRouting", {
    code: FunctionCode.fromFile({ filePath: "infra/edge/page-routing.js" }),
  });
  return {
    functionAssociations: [{ eventType: FunctionEventType.VIEWER_REQUEST, function: pageRouting }],
  };
}
