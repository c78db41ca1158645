import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});

/** `GET /items/{id}`: one item of the table. */
export const handler = async (event) => {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: 'items', Key: { id: { S: event.pathParameters.id } } }),
  );
  return {
    statusCode: Item ? 200 : 404,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: Item?.id.S, name: Item?.name.S }),
  };
};
