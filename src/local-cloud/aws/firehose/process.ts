import type { Cloud, Properties, Resource } from '../../contract.ts';

export interface StreamRecord {
  id: string;
  /** Milliseconds since the epoch. */
  at: number;
  data: Buffer;
}

export interface Processed {
  well: StreamRecord[];
  failed: StreamRecord[];
}

/** The processors of a destination that are served. */
export const servedProcessors = ['Lambda', 'AppendDelimiterToRecord'];

/**
 * Runs the processors of a destination over a batch, one after the other.
 * @throws AwsError when the role may not invoke the function
 */
export async function processed(
  cloud: Cloud,
  stream: Resource,
  destination: Properties,
  records: StreamRecord[],
): Promise<Processed> {
  const { Enabled, Processors = [] }: Properties = destination.ProcessingConfiguration ?? {};
  const all: Processed = { well: records, failed: [] };
  if (Enabled !== true) return all;
  for (const { Type, Parameters = [] } of Processors as Properties[]) {
    const parameter = (name: string): string | undefined =>
      Parameters.find((each: Properties) => each.ParameterName === name)?.ParameterValue;
    if (Type === 'AppendDelimiterToRecord') {
      const delimiter = unescaped(parameter('Delimiter') ?? '\\n');
      all.well = all.well.map((record) => ({ ...record, data: Buffer.concat([record.data, delimiter]) }));
    }
    if (Type === 'Lambda') {
      const arn = parameter('LambdaArn') ?? '';
      const roleArn = parameter('RoleArn') ?? destination.RoleARN;
      const { well, failed } = await transformed(cloud, stream, { arn, roleArn }, all.well);
      all.well = well;
      all.failed.push(...failed);
    }
  }
  return all;
}

const unescaped = (text: string): Buffer => Buffer.from(text.replaceAll('\\n', '\n').replaceAll('\\t', '\t'));

/** Developer guide, "Transform source data in Amazon Data Firehose", 2026: each record comes back with a result. */
async function transformed(
  cloud: Cloud,
  stream: Resource,
  { arn, roleArn }: { arn: string; roleArn: string },
  records: StreamRecord[],
): Promise<Processed> {
  const event = {
    invocationId: crypto.randomUUID(),
    deliveryStreamArn: stream.arn,
    region: stream.region,
    records: records.map(({ id, at, data }) => ({
      recordId: id,
      approximateArrivalTimestamp: at,
      data: data.toString('base64'),
    })),
  };
  const caller = { roleArn, sourceArn: stream.arn };
  const { payload, error } = await cloud.invoke(arn, JSON.stringify(event), { caller });
  const answers: Properties[] = error ? [] : (JSON.parse(payload)?.records ?? []);
  const byId = new Map(answers.map((answer) => [answer.recordId, answer]));
  const resultOf = ({ id }: StreamRecord): unknown => byId.get(id)?.result;
  return {
    well: records
      .filter((record) => resultOf(record) === 'Ok')
      .map((record) => ({ ...record, data: Buffer.from(String(byId.get(record.id)?.data), 'base64') })),
    failed: records.filter((record) => !['Ok', 'Dropped'].includes(String(resultOf(record)))),
  };
}
