import type { AwsRequest, AwsResponse, Cloud, RunningService } from '../contract.ts';
import { callJson } from '../gateway/aws/call.ts';
import { plainItem } from './plain-item.ts';
import type { Rows } from './views.ts';

const pageSize = 25;

/**
 * Pages of what tables and buckets hold. The rooms are asked directly: looking at the data is no call of the project, so
 * that it does not appear among its calls.
 */
export function rowsOf(cloud: Cloud, rooms: ReadonlyMap<string, RunningService>) {
  const quiet: Cloud = {
    ...cloud,
    aws: (request: AwsRequest): Promise<AwsResponse> => {
      for (const room of rooms.values()) {
        const handle = room.aws?.[request.service];
        if (handle) return handle(request);
      }
      throw new Error(`No room serves ${request.service}.`);
    },
  };
  return {
    /** Items of a table in the order of a scan; `start` is the `next` of an earlier page. */
    items: async (query: URLSearchParams): Promise<Rows> => {
      const input = {
        TableName: query.get('table') ?? '',
        Limit: pageSize,
        ...(query.get('start') ? { ExclusiveStartKey: JSON.parse(query.get('start')!) } : {}),
      };
      const call = { service: 'dynamodb', region: regionOf(cloud), caller: {}, traceId: '' };
      const response = await callJson(quiet, call, 'Scan', JSON.stringify(input));
      const output = JSON.parse(String(response.body));
      if (response.status >= 400) throw new Error(output.message ?? output.__type);
      return {
        rows: output.Items.map(plainItem),
        next: output.LastEvaluatedKey && JSON.stringify(output.LastEvaluatedKey),
      };
    },
  };
}

export const regionOf = ({ model }: Cloud): string => model.resources[0]?.region ?? 'us-east-1';
