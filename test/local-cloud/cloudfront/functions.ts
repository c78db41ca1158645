import type { Resource } from '../../../src/local-cloud/contract.ts';
import { resource } from './fixture.ts';

/** A CloudFront Function `fn`. */
export const cloudfrontFunction = (
  FunctionCode: string,
  stores: string[] = [],
  Runtime = 'cloudfront-js-2.0',
): Resource =>
  resource('AWS::CloudFront::Function', 'fn', {
    FunctionCode,
    FunctionConfig: {
      Runtime,
      KeyValueStoreAssociations: stores.map((arn) => ({ KeyValueStoreARN: arn })),
    },
  });

/** The part of a behaviour that runs `fn`. */
export const onViewer = (...events: string[]) => ({
  FunctionAssociations: events.map((event) => ({ EventType: event, FunctionARN: 'fn' })),
});
