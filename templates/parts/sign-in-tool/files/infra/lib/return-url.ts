/** Where the login page sends people back to: `infra/sign-in.ts`, which waits for them on their own machine. */
export const firstReturnUrl = (_loginUrl: string): string => "http://localhost:8976";
