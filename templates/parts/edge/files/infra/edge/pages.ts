/** Files whose name holds their hash: one copy serves every variant and every release. */
export function isShared(uri: string): boolean {
  return uri.startsWith("/assets/");
}

/** A cookie for this host alone, sent with every request, that no script reads. */
export function keepCookie(name: string, value: string, days: number): string {
  return `${name}=${value}; Path=/; Max-Age=${days * 86400}; Secure; HttpOnly; SameSite=Lax`;
}
