import type { HttpRequest, Properties } from '../contract.ts';

/**
 * Whether a request comes from one of the countries. A laptop has no map of addresses: a visitor says where they are by a
 * `CloudFront-Viewer-Country` header, which is also the one that CloudFront would add; who says nothing is nowhere.
 */
export function matchesCountry(
  { CountryCodes, ForwardedIPConfig }: Properties,
  request: HttpRequest,
): boolean {
  const said = request.headers.find(([name]) => name === 'cloudfront-viewer-country')?.[1];
  if (said === undefined || ForwardedIPConfig) return false;
  return (CountryCodes as string[]).includes(said.toUpperCase());
}
