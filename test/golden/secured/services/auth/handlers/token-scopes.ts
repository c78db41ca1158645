import type { PreTokenGenerationV2TriggerHandler } from "aws-lambda";

/**
 * Cognito asks before it issues tokens. A scope to write is for the group `editors`: without it, an access token only
 * reads, whatever the page has asked for.
 */
export const handler: PreTokenGenerationV2TriggerHandler = async (event) => {
  const { groupConfiguration, scopes = [] } = event.request;
  const mayWrite = groupConfiguration.groupsToOverride?.includes("editors") ?? false;
  const scopesToSuppress = mayWrite ? [] : scopes.filter((scope) => scope.endsWith("/write"));
  event.response.claimsAndScopeOverrideDetails = { accessTokenGeneration: { scopesToSuppress } };
  return event;
};
