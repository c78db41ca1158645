import { canonical, type Resource, type Stack } from './stack.ts';

/** A name that AWS gives out once: to one resource at a time. */
export interface TakenName {
  stack: string;
  logicalId: string;
  /** What it is to a reader, such as `alias`. */
  what: string;
  name: string;
}

/** Names by type: what they are, and where in the properties they are. CloudFormation creates before it deletes. */
const namesOf: Readonly<Record<string, (properties: Properties) => [what: string, name: unknown][]>> = {
  'AWS::CloudFront::Distribution': ({ DistributionConfig }) =>
    [(DistributionConfig as Properties | undefined)?.Aliases ?? []]
      .flat()
      .map((alias) => ['CloudFront alias', alias]),
  'AWS::Route53::RecordSet': ({ Name, Type }) => [[`${Type} record`, Name]],
  'AWS::ApiGateway::DomainName': ({ DomainName, EndpointConfiguration }) => [
    ['custom domain of API Gateway', DomainName],
    ...(isEdgeOptimised(EndpointConfiguration)
      ? [['CloudFront alias', DomainName] as [string, unknown]]
      : []),
  ],
  'AWS::ApiGatewayV2::DomainName': ({ DomainName }) => [['custom domain of API Gateway', DomainName]],
  'AWS::Cognito::UserPoolDomain': ({ Domain }) => [['domain of a user pool', Domain]],
  'AWS::Events::EventBus': ({ Name }) => [['event bus', Name]],
  'AWS::KinesisFirehose::DeliveryStream': ({ DeliveryStreamName }) => [
    ['delivery stream', DeliveryStreamName],
  ],
  'AWS::StepFunctions::StateMachine': ({ StateMachineName }) => [['state machine', StateMachineName]],
};

type Properties = Readonly<Record<string, unknown>>;

/** Before such a domain API Gateway has a distribution of its own, with the domain as its alias. It is the default. */
function isEdgeOptimised(endpoint: unknown): boolean {
  const { Types } = (endpoint ?? {}) as { Types?: unknown };
  return !Array.isArray(Types) || Types.includes('EDGE');
}

/** Names that a resource has before, and another one after: the later one fails as long as the first has it. */
export function movedNames(
  before: readonly Stack[],
  after: readonly Stack[],
): { from: TakenName; to: TakenName }[] {
  const taken = takenNames(after);
  return takenNames(before).flatMap((from) => {
    const same = taken.filter(({ what, name }) => what === from.what && name === from.name);
    const stays = same.some(({ stack, logicalId }) => stack === from.stack && logicalId === from.logicalId);
    const [to] = same;
    return to && !stays ? [{ from, to }] : [];
  });
}

function takenNames(stacks: readonly Stack[]): TakenName[] {
  return stacks.flatMap(({ name: stack, resources }) =>
    Object.entries(resources).flatMap(([logicalId, { Type, Properties }]: [string, Resource]) => {
      const found = Object.hasOwn(namesOf, Type) && Properties ? namesOf[Type]!(Properties) : [];
      return found
        .filter(([, name]) => name !== undefined && name !== null)
        .map(([what, name]) => ({
          stack,
          logicalId,
          what,
          name: typeof name === 'string' ? name.replace(/\.$/, '') : canonical(name),
        }));
    }),
  );
}
