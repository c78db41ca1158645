import type { Model } from '../../contract.ts';
import type { RestApi } from './api.ts';

/** Gives each stage of a REST API the web ACL that an association puts on it. */
export function attachWebAcls(model: Model, apis: readonly RestApi[]): void {
  for (const { properties } of model.byType('AWS::WAFv2::WebACLAssociation')) {
    const arn = String(properties.ResourceArn);
    const webAcl = model.find(String(properties.WebACLArn), 'AWS::WAFv2::WebACL');
    const [, apiId, stageName] = /\/restapis\/([^/]+)\/stages\/(.+)$/.exec(arn) ?? [];
    const stage = apis.find(({ id }) => id === apiId)?.stages.get(stageName ?? '');
    if (webAcl && stage) stage.webAcl = webAcl;
  }
}
