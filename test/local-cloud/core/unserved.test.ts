import { describe, expect, it } from 'vitest';
import { neededRooms } from '../../../src/local-cloud/needed-rooms.ts';
import { unserved } from '../../../src/local-cloud/unserved.ts';
import { modelOf } from '../harness.ts';
import { echoRoom } from './echo-room.ts';

const room = {
  ...echoRoom([]),
  supports: {
    'AWS::SQS::Queue': {
      inert: ['Tags'],
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
