import {
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
} from "aws-cdk-lib/aws-cloudfront";
import type { Construct } from "constructs";
import type { Stage } from "../config.ts";
import { hasResponses } from "../edge/chain.ts";
import { edgeCode } from "./edge-code.ts";
import { edgeSettings } from "./edge-settings.ts";
import type { EdgeFunctions } from "./site.ts";

/** What runs at the edge when a visitor asks for a page or a file of the site: all features in one CloudFront Function. */
export function viewerFunctions(scope: Construct, _stage: Stage): EdgeFunctions {
  const viewer = new EdgeFunction(scope, "Viewer", {
    code: FunctionCode.fromInline(edgeCode("infra/edge/cloudfront-function.ts")),
    runtime: FunctionRuntime.JS_2_0,
    keyValueStore: edgeSettings(scope),
  });
  const events = [
    FunctionEventType.VIEWER_REQUEST,
    ...(hasResponses ? [FunctionEventType.VIEWER_RESPONSE] : []),
  ];
  return {
    functionAssociations: events.map((eventType) => ({ eventType, function: viewer })),
  };
}
