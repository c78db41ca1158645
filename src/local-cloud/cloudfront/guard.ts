import type { HttpRequest, HttpResponse } from '../contract.ts';
import { evaluate } from '../web-acl/evaluate.ts';
import { problem } from './origin-fetch.ts';
import type { Edge } from './serve.ts';

/** What the distribution's web ACL has against a request; it is asked before everything else. */
export function guard(viewer: HttpRequest, { cloud, distribution }: Edge): HttpResponse | undefined {
  const { webAcl, resource } = distribution;
  if (!webAcl) return undefined;
  const verdict = evaluate(webAcl, viewer, cloud.model);
  if (verdict.action === 'allow') return undefined;
  const response = verdict.response ?? problem(403, 'Request blocked.');
  cloud.trace({
    traceId: viewer.traceId,
    kind: 'hop',
    source: `distribution:${resource.path}`,
    text: `web ACL ${webAcl.properties.Name ?? webAcl.ref}: ${verdict.rule ?? 'default action'}`,
    status: response.status,
  });
  return response;
}
