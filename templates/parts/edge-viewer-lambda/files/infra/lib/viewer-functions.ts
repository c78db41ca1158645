import {
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  LambdaEdgeEventType,
} from "aws-cdk-lib/aws-cloudfront";
import type { Construct } from "constructs";
import type { Stage } from "../config.ts";
import { hasResponses } from "../edge/chain.ts";
import { edgeCode } from "./edge-code.ts";
import { edgeLambda } from "./edge-lambda.ts";
import { edgeSettings } from "./edge-settings.ts";
import type { EdgeFunctions } from "./site.ts";

/** What runs at the edge when a visitor asks for a page or a file of the site: all features in one Lambda@Edge function. */
export function viewerFunctions(scope: Construct, stage: Stage): EdgeFunctions {
  const functionVersion = edgeLambda(scope, stage, "viewer");
  const events = [
    LambdaEdgeEventType.VIEWER_REQUEST,
    ...(hasResponses ? [LambdaEdgeEventType.VIEWER_RESPONSE] : []),
  ];
  const store = edgeSettings(scope);
  const settings =
    store &&
    new EdgeFunction(scope, "Settings", {
      code: FunctionCode.fromInline(edgeCode("infra/edge/settings-function.ts")),
      runtime: FunctionRuntime.JS_2_0,
      keyValueStore: store,
    });
  return {
    edgeLambdas: events.map((eventType) => ({ eventType, functionVersion })),
    open: {
      "/_edge/*": settings ? [{ eventType: FunctionEventType.VIEWER_REQUEST, function: settings }] : [],
    },
  };
}
