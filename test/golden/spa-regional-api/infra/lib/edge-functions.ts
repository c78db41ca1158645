import type { EdgeLambda, FunctionAssociation } from "aws-cdk-lib/aws-cloudfront";

/** What runs at the edge around a request. A behaviour takes one function for each event. */
export interface EdgeFunctions {
  functionAssociations: FunctionAssociation[];
  edgeLambdas: EdgeLambda[];
}
