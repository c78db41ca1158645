import { arn, named, type Shape, type Shapes, uuidOf } from './shape.ts';
import { apiGateway } from './shapes/api-gateway.ts';
import { customResources } from './shapes/custom-resources.ts';
import { data } from './shapes/data.ts';
import { edge } from './shapes/edge.ts';
import { identity } from './shapes/identity.ts';
import { lambda } from './shapes/lambda.ts';
import { messaging } from './shapes/messaging.ts';
import { observability } from './shapes/observability.ts';

const table: Shapes = {
  ...apiGateway,
  ...customResources,
  ...data,
  ...edge,
  ...identity,
  ...lambda,
  ...messaging,
  ...observability,
  'AWS::CloudFormation::Stack': {
    ref: (s) => arn(s, 'cloudformation', `stack/${named('StackName', 128)(s)}/${uuidOf(s)}`),
  },
};

/** A type that the table does not know has a generated name and no attributes. */
const unknown: Shape = { ref: named('Name') };

/** What `Ref` and `Fn::GetAtt` give for a resource type. */
export const shapeOf = (type: string): Shape => table[type] ?? unknown;
