import type { Properties, Resource } from '../../contract.ts';
import { type PathTree, segmentsOf } from '../path-tree.ts';
import { decodePath } from '../query.ts';
import type { Throttle } from '../throttle.ts';
import type { Cors } from './cors.ts';

/** An HTTP API, compiled once a deploy. */
export interface HttpApi {
  id: string;
  resource: Resource;
  /** Site key; the source of its trace events. */
  key: string;
  host: string;
  /** `arn:aws:execute-api:<region>:<account>:<api>` */
  executeArn: string;
  stages: Map<string, HttpStage>;
  routes: PathTree<Map<string, HttpRoute>>;
  /** All of `routes`, and the fallback. */
  list: HttpRoute[];
  /** `$default` */
  fallback?: HttpRoute;
  cors?: Cors;
  /** True when only its custom domains answer. */
  closed: boolean;
}

export interface HttpStage {
  name: string;
  variables: Record<string, string>;
  accessLog?: Properties;
  /** The bucket of a route; absent when the stage has no limits. */
  throttles?: (route: HttpRoute) => Throttle | undefined;
}

export interface HttpRoute {
  /** `GET /items/{id}`, `ANY /{proxy+}`, `$default` */
  key: string;
  /** Path as the route writes it, `$default` for the fallback. */
  path: string;
  authorization: 'NONE' | 'JWT' | 'CUSTOM' | 'AWS_IAM';
  authorizer?: HttpAuthorizer;
  scopes: string[];
  integration?: HttpIntegration;
}

export interface HttpAuthorizer {
  id: string;
  properties: Properties;
  identitySources: string[];
  functionArn?: string;
}

export interface HttpIntegration {
  id: string;
  kind: 'lambda' | 'service' | 'http';
  properties: Properties;
  /** Role that services are called as. */
  credentialsArn?: string;
  requestParameters: Record<string, string>;
  /** By status. */
  responseParameters?: unknown;
  functionUri: string;
  payload: '1.0' | '2.0';
  /** Milliseconds; 30 s at most (quotas of HTTP APIs). */
  timeout: number;
}

/** The route that a request takes; `$default` when no other fits. Segments are compared decoded. */
export function findRoute(api: HttpApi, method: string, path: string) {
  const segments = segmentsOf(path).map(decodePath);
  const match = api.routes.match(segments, (methods) => methods.get(method) ?? methods.get('ANY'));
  if (match) return match;
  return api.fallback && { value: api.fallback, parameters: {} };
}
