const compiled = new Map<string, RegExp>();

/** True when `text` matches an IAM pattern: `*` is any run of characters, `?` any one. */
export function matches(pattern: string, text: string, ignoreCase = false): boolean {
  if (pattern === '*' || pattern === text) return true;
  if (!ignoreCase && !pattern.includes('*') && !pattern.includes('?')) return false;
  const key = `${ignoreCase ? 'i' : 'c'}${pattern}`;
  const expression = compiled.get(key) ?? compile(pattern, ignoreCase);
  compiled.set(key, expression);
  return expression.test(text);
}

/** True when an ARN matches an ARN pattern: wildcards stay inside their colon-separated part, as `ArnLike` says. */
export function matchesArn(pattern: string, arn: string): boolean {
  const wanted = splitArn(pattern);
  const given = splitArn(arn);
  return wanted.length === given.length && wanted.every((part, index) => matches(part, given[index]!));
}

/** The six parts of an ARN; the resource may hold colons itself. */
function splitArn(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function compile(pattern: string, ignoreCase: boolean): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, ignoreCase ? 'is' : 's');
}
