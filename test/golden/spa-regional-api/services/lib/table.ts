import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** The table of the service that the function belongs to. */
export const TableName = process.env.TABLE_NAME;

// Made once per execution environment, so that its connections are used again by the next request.
export const client = DynamoDBDocumentClient.from(new DynamoDBClient());
