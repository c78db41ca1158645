import type { Properties, Resource } from '../../contract.ts';
import type { PathTree } from '../path-tree.ts';
import type { ApiKeys } from './api-keys.ts';
import type { BinaryTypes } from './binary.ts';
import type { GatewayResponses } from './gateway-response.ts';
import type { BodyValidator } from './models.ts';
import type { MethodThrottles } from './throttling.ts';

/** A REST API, compiled once a deploy. */
export interface RestApi {
  id: string;
  resource: Resource;
  /** Site key; the source of its trace events. */
  key: string;
  host: string;
  /** `arn:aws:execute-api:<region>:<account>:<api>` */
  executeArn: string;
  stages: Map<string, RestStage>;
  paths: PathTree<RestPath>;
  /** All of `paths`. */
  list: RestPath[];
  binary: BinaryTypes;
  gatewayResponses: GatewayResponses;
  keys: ApiKeys;
  policy?: unknown;
  /** CloudFront stands before it. */
  isEdge: boolean;
  /** True when only its custom domains answer. */
  closed: boolean;
}

export interface RestStage {
  name: string;
  variables: Record<string, string>;
  accessLog?: Properties;
  deploymentId: string;
  arn: string;
  webAcl?: Resource;
  /** Absent when the stage has no limits. */
  throttles?: MethodThrottles;
}

/** A resource that has methods. */
export interface RestPath {
  id: string;
  path: string;
  methods: Map<string, RestMethod>;
}

export interface RestMethod {
  /** `GET`, `ANY` */
  method: string;
  authorization: 'NONE' | 'AWS_IAM' | 'CUSTOM' | 'COGNITO_USER_POOLS';
  authorizer?: RestAuthorizer;
  scopes: string[];
  needsKey: boolean;
  /** Names of parameters that have to be there, by place, when the method has a validator for them. */
  required: { place: 'header' | 'path' | 'querystring'; name: string }[];
  /**
   * What validates a body of a media type, when the method has a validator for bodies. A type without model is not
   * validated (developer guide, "Request validation").
   */
  validateBody?: (mediaType: string) => BodyValidator | undefined;
  integration: Properties;
  /** Declared response headers by status. */
  methodResponses: Map<string, Record<string, unknown>>;
  /** Milliseconds; 29 s by default (quotas of REST APIs). */
  timeout: number;
}

export interface RestAuthorizer {
  id: string;
  properties: Properties;
}
