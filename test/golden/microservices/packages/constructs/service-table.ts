import { RemovalPolicy } from "aws-cdk-lib";
import {
  AttributeType,
  Billing,
  type CfnGlobalTable,
  ContributorInsightsMode,
  TableV2,
} from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";

/**
 * Units a second: they bound the bill of a runaway client. A new item of up to 1 KB takes four write units, as a transaction
 * writes it and its idempotency key, and one more where its outcome is noted: 200 new items a second.
 */
const limits = { maxReadRequestUnits: 1000, maxWriteRequestUnits: 1000 };

/** The index that lists a kind of items by the time of their creation. */
export const byCreation = "byCreation";

export interface ServiceTableProps {
  /** CloudFormation knows the table by this id: it stays, however the constructs around it are arranged. */
  logicalId: string;
  deletionProtection: boolean;
}

/** The table of a service: items by `pk`, and lists of them by `kind` and `createdAt`. */
export function serviceTable(
  scope: Construct,
  { logicalId, deletionProtection }: ServiceTableProps,
): TableV2 {
  const table = new TableV2(scope, "Table", {
    partitionKey: { name: "pk", type: AttributeType.STRING },
    globalSecondaryIndexes: [
      {
        // All items of a kind share one partition of the index, which takes 1,000 write units a second whatever the limits
        // say, one for each KB of an item. When it is behind, the table refuses writes. Spread `kind` over several values
        // before the API lets in more than that.
        indexName: byCreation,
        partitionKey: { name: "kind", type: AttributeType.STRING },
        sortKey: { name: "createdAt", type: AttributeType.STRING },
        ...limits,
      },
    ],
    billing: Billing.onDemand(limits),
    timeToLiveAttribute: "expiresAt",
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    contributorInsightsSpecification: { enabled: true, mode: ContributorInsightsMode.THROTTLED_KEYS },
    deletionProtection,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  (table.node.defaultChild as CfnGlobalTable).overrideLogicalId(logicalId);
  return table;
}
