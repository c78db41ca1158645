import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { firehose } from '../../../src/local-cloud/aws/firehose/service.ts';
import { callAws } from '../../../src/local-cloud/aws/protocol/call.ts';
import { type Harness, region, startHarness } from '../harness.ts';

let cloud: Harness;
beforeAll(async () => {
  const Properties = { DeliveryStreamName: 'clicks', ExtendedS3DestinationConfiguration: {} };
  cloud = await startHarness({
    services: [firehose],
    resources: { Clicks: { Type: 'AWS::KinesisFirehose::DeliveryStream', Properties } },
  });
});
beforeEach(async () => cloud.reset());
afterAll(async () => cloud.close());

const call = (action: string, input: object) =>
  callAws(cloud.cloud, { service: 'firehose', action, region, input, caller: {} });
const Data = (text: string) => Buffer.from(text).toString('base64');

it('keeps records for the panel', async () => {
  const DeliveryStreamName = 'clicks';
  const one = await call('PutRecord', { DeliveryStreamName, Record: { Data: Data('a') } });
  expect(one.RecordId).toMatch(/^[0-9a-f-]{36}$/);
  const batch = await call('PutRecordBatch', {
    DeliveryStreamName,
    Records: [{ Data: Data('b') }, { Data: Data('c') }],
  });
  expect(batch).toMatchObject({ FailedPutCount: 0, RequestResponses: [{}, {}] });
  expect(await cloud.rooms.get('firehose')!.snapshot!()).toMatchObject({
    deliveryStreams: [{ name: 'clicks', records: [{ data: 'a' }, { data: 'b' }, { data: 'c' }] }],
  });
});

it('refuses unknown streams and bad records', async () => {
  const unknown = call('PutRecord', { DeliveryStreamName: 'none', Record: { Data: Data('a') } });
  await expect(unknown).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  const empty = call('PutRecordBatch', { DeliveryStreamName: 'clicks', Records: [] });
  await expect(empty).rejects.toMatchObject({ code: 'ValidationException' });
  const large = call('PutRecord', {
    DeliveryStreamName: 'clicks',
    Record: { Data: Data('x'.repeat(1_024_001)) },
  });
  await expect(large).rejects.toMatchObject({ code: 'ValidationException' });
});

it('says which destinations get nothing', () => {
  const ignored = firehose.supports['AWS::KinesisFirehose::DeliveryStream']?.ignored;
  expect(ignored?.RedshiftDestinationConfiguration).toContain('not delivered');
});
