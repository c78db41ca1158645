import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import { waiting } from "../../services/orders/waiting.ts";
import { jsonText } from "./json-text.ts";
import { addStoringRoute } from "./storing-integration.ts";
import type { StoringRoute } from "./storing-route.ts";

const item = {
  pk: "REQUEST#$id",
  kind: waiting,
  // Milliseconds since the epoch. The index sorts by it.
  createdAt: "$time",
  id: "$id",
  key: jsonText("$input.params('Idempotency-Key')"),
  body: jsonText("$input.body"),
};

/** Puts the requests of a route into the table, an item each. */
export function storeIn(table: ITable, route: StoringRoute): void {
  const attributes = Object.entries(item).map(([name, value]) => `"${name}":{"S":"${value}"}`);
  addStoringRoute(route, {
    service: "dynamodb",
    action: "PutItem",
    parameters: { "header.Content-Type": "'application/x-amz-json-1.0'" },
    body: [
      `{"TableName":"${table.tableName}",`,
      // No id is given twice; if one were, the second request would not take the place of the first.
      '"ConditionExpression":"attribute_not_exists(pk)",',
      `"Item":{${attributes.join(",")}}}`,
    ].join(""),
  });
}
