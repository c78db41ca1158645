import { describe, expect, it } from 'vitest';
import type { Cloud } from '../../../src/local-cloud/contract.ts';
import { neededRooms } from '../../../src/local-cloud/needed-rooms.ts';
import { simpler } from '../../../src/local-cloud/simpler.ts';
import { unserved } from '../../../src/local-cloud/unserved.ts';
import { withoutEffect } from '../../../src/local-cloud/without-effect.ts';
import { modelOf, startHarness } from '../harness.ts';
import { echoRoom } from './echo-room.ts';

const room = {
  ...echoRoom([]),
  supports: {
    'AWS::SQS::Queue': {
      inert: ['Tags', 'SqsManagedSseEnabled'],
      ignored: { KmsMasterKeyId: 'messages are not encrypted', 'RedrivePolicy.x': 'no such thing' },
    },
  },
};

describe('what is not emulated', () => {
  it('is named: types of no room, and ignored properties, with their place', () => {
    const model = modelOf({
      a: {
        Resources: {
          One: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: 'k', Tags: [] } },
          Two: { Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy: { x: 0 } } },
          Three: { Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy: { y: 1 } } },
          A: { Type: 'AWS::MediaConvert::Queue' },
          B: { Type: 'AWS::MediaConvert::Queue' },
          Alarm: { Type: 'AWS::CloudWatch::Alarm' },
        },
      },
    });
    expect(unserved(model, [room])).toEqual([
      'AWS::SQS::Queue KmsMasterKeyId: messages are not encrypted (a/One)',
      'AWS::SQS::Queue RedrivePolicy.x: no such thing (a/Two)',
      'AWS::MediaConvert::Queue is not emulated (a/A and 1 more)',
    ]);
  });
});

describe('what is simpler', () => {
  it('is told in the sentences of the tables, each once', () => {
    const queues = {
      ...echoRoom([]),
      supports: {
        'AWS::SQS::Queue': { simpler: { A: 'queues are small', 'B.C': 'queues are small', D: 'not set' } },
        'AWS::SNS::Topic': { simpler: { E: 'a topic too' } },
      },
    };
    const model = modelOf({
      a: {
        Resources: {
          One: { Type: 'AWS::SQS::Queue', Properties: { A: 1 } },
          Two: { Type: 'AWS::SQS::Queue', Properties: { B: [{ C: false }] } },
          Topic: { Type: 'AWS::SNS::Topic', Properties: { E: {} } },
        },
      },
    });
    expect(simpler(model, [queues])).toEqual(['a topic too', 'queues are small']);
    expect(unserved(model, [queues])).toEqual([]);
  });
});

describe('what has no effect', () => {
  it('is named in short, each type once, without labels', () => {
    const model = modelOf({
      a: {
        Resources: {
          One: { Type: 'AWS::SQS::Queue', Properties: { SqsManagedSseEnabled: true, Tags: [{}] } },
          Two: { Type: 'AWS::SQS::Queue', Properties: { Tags: [{}] } },
          Alarm: { Type: 'AWS::CloudWatch::Alarm' },
          Other: { Type: 'AWS::CloudWatch::Alarm' },
          A: { Type: 'AWS::MediaConvert::Queue' },
        },
      },
    });
    expect(withoutEffect(model, [room])).toEqual(['CloudWatch::Alarm', 'SQS::Queue SqsManagedSseEnabled']);
  });
});

describe('what a room finds as it deploys', () => {
  it('is told until the next deploy, and nothing that a request brings', async () => {
    let text = 'a rule that AWS would refuse';
    const cloud = await startHarness({
      services: [
        {
          ...room,
          start: async (given: Cloud) => ({
            deploy: async () => given.trace({ traceId: '', kind: 'notice', source: 'echo', text }),
            close: async () => undefined,
          }),
        },
      ],
    });
    cloud.cloud.trace({ traceId: 'Root=1-0', kind: 'notice', source: 'echo', text: 'a message is lost' });
    expect(cloud.deployNotices()).toEqual(['a rule that AWS would refuse']);
    text = 'another one';
    await cloud.redeploy({});
    expect(cloud.deployNotices()).toEqual(['another one']);
    await cloud.close();
  });
});

describe('rooms', () => {
  it('are loaded only when the model needs them', async () => {
    const loaded: string[] = [];
    const entry = (name: string, types: string[]) => ({
      name,
      types,
      load: async () => {
        loaded.push(name);
        return { ...room, name };
      },
    });
    const model = modelOf({ a: { Resources: { Q: { Type: 'AWS::SQS::Queue' } } } });
    const registry = [
      entry('always', ['*']),
      entry('sqs', ['AWS::SQS::Queue']),
      entry('other', ['AWS::S3::Bucket']),
    ];
    expect((await neededRooms(model, registry)).map(({ name }) => name)).toEqual(['always', 'sqs']);
    expect(loaded).toEqual(['always', 'sqs']);
  });
});
