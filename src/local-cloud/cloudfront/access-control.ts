import type { HttpRequest, Model, Properties } from '../contract.ts';
import { headerOf } from './headers.ts';

/**
 * Which requests to a bucket CloudFront signs: all, none, or those without an Authorization header of the viewer's
 * (CloudFront API reference, OriginAccessControlConfig, `SigningBehavior`).
 */
export type Signing = 'always' | 'never' | 'no-override';

/** What the access control of an origin says; one that is not in the templates signs, one without signs nothing. */
export function signingOf({ OriginAccessControlId: id }: Properties, model: Model): Signing {
  if (!id) return 'never';
  const found = model.find(String(id), 'AWS::CloudFront::OriginAccessControl');
  return signingBehaviour(found?.properties.OriginAccessControlConfig?.SigningBehavior);
}

/** The value of a `SigningBehavior`; `always` where there is none. */
export const signingBehaviour = (given: unknown): Signing =>
  given === 'never' || given === 'no-override' ? given : 'always';

/** Whether CloudFront signs a request, as it is on its way to the origin. */
export const isSigned = (signing: Signing, { headers }: HttpRequest): boolean =>
  signing === 'always' || (signing === 'no-override' && headerOf(headers, 'authorization') === undefined);
