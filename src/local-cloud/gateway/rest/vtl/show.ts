/**
 * A value as a template writes it: maps as `{a=1, b=x}`, lists as JSON, nothing for null
 * (observed with REST APIs; the guide shows maps only).
 */
export function show(value: unknown): string | number | boolean {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return JSON.stringify(value);
  if (typeof value !== 'object') return value as string | number | boolean;
  const text = Object.hasOwn(value, 'toString') ? String(value) : undefined;
  return (
    text ??
    `{${Object.entries(value)
      .map(([key, member]) => `${key}=${show(member)}`)
      .join(', ')}}`
  );
}
