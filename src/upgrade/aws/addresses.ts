import { type Stack, sameStack, type Told } from './stack.ts';

/** Addresses that AWS makes up go with the resource that they belong to. */
const addressOf: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::RestApi': 'API gets another execute-api URL',
  'AWS::ApiGatewayV2::Api': 'API gets another execute-api URL',
  'AWS::CloudFront::Distribution': 'site gets another cloudfront.net domain',
};

/** Clients that know an address of an API or site by heart have to learn another one. */
export function changedAddresses(before: readonly Stack[], after: readonly Stack[]): Told[] {
  return before.flatMap((stack) => {
    const there = sameStack(after, stack);
    if (!there) return [];
    const successors = Object.values(there.resources).map(({ Type }) => addressOf[Type]);
    return Object.entries(stack.resources)
      .filter(([logicalId, { Type }]) => addressOf[Type] && there.resources[logicalId]?.Type !== Type)
      .map(([logicalId, { Type }]) => {
        const message = successors.includes(addressOf[Type])
          ? `The ${addressOf[Type]} (${logicalId} in ${stack.name} is replaced). A custom domain stays as it is.`
          : `${logicalId} in ${stack.name} (${Type}) goes, and its URL with it.`;
        return { stack: stack.name, message };
      });
  });
}
