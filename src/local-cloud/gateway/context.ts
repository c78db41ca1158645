/** Variables of `$context`, nested as their names are; `undefined` and `null` are absent. */
export type ContextVariables = Record<string, unknown>;

/** The value of `identity.sourceIp`, `authorizer.claims.sub` and so on; names with dots inside are found too. */
export function contextValue(context: ContextVariables, path: string): unknown {
  let value: unknown = context;
  const parts = path.split('.');
  for (let at = 0; at < parts.length; at++) {
    if (value === null || typeof value !== 'object') return undefined;
    const rest = parts.slice(at).join('.');
    if (Object.hasOwn(value, rest)) return (value as ContextVariables)[rest] ?? undefined;
    if (!Object.hasOwn(value, parts[at]!)) return undefined;
    value = (value as ContextVariables)[parts[at]!];
  }
  return value ?? undefined;
}

/** A value as text, objects as JSON. */
export const asText = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);

/** Replaces `$context.x` and `${context.x}` in a text. */
export function fillContext(text: string, context: ContextVariables, absent: string): string {
  return text.replace(
    /\$context\.([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_:-]+)*)|\$\{context\.([^}]+)\}/g,
    (_, bare?: string, braced?: string) => {
      const value = contextValue(context, (bare ?? braced)!);
      return value === undefined ? absent : asText(value);
    },
  );
}
