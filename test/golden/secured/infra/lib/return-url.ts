/**
 * Where the login page sends people back to before there is a site: to itself, where a code is of no use. Cognito takes
 * no client without such an address.
 */
export const firstReturnUrl = (loginUrl: string): string => loginUrl;
