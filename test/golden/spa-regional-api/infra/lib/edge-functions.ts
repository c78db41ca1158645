import type { EdgeLambda, FunctionAssociation } from "aws-cdk-lib/aws-cloudfront";

/** What runs at the edge around a request. A behaviour takes one function for each event. */
export interface EdgeFunctions {
  functionAssociations: FunctionAssociation[];
  edgeLambdas: EdgeLambda[];
  /** Paths of the site that these functions are not asked about, with what runs there. */
  open?: Record<string, FunctionAssociation[]>;
}
