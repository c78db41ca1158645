import { builtinModules } from 'node:module';

/** Longest slug: with a service of 20 and a stage of 10 characters a stack name stays far below CloudFormation's 128. */
export const maximumSlugLength = 40;
const windowsReserved = /^(con|prn|aux|nul|com\d|lpt\d)$/;
const npmReserved = new Set(['node_modules', 'favicon.ico', ...builtinModules]);
/** Prefixes and suffixes that S3 refuses in bucket names (S3 user guide, "Bucket naming rules", 2026). */
const bucketPrefixes = ['xn--', 'sthree-', 'amzn-s3-demo-'];
const bucketSuffixes = ['-s3alias', '--ol-s3', '--x-s3', '--table-s3'];
/** Prefixes that AWS keeps for itself in stack parameters, tags and SSM paths. */
const awsPrefixes = /^(aws|amazon|amzn)(-|$)/;

/** A valid slug made from any name, or an empty string when the name has no letter or digit of the Latin alphabet. */
export function slugOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, maximumSlugLength)
    .replace(/-+$/, '');
  return words;
}

/** A slug near to `name` that passes every rule. */
export function suggestSlug(name: string): string {
  const slug = slugOf(name);
  const candidates = [
    slug,
    `${slug}-app`.slice(0, maximumSlugLength),
    `app-${slug}`.slice(0, maximumSlugLength),
  ];
  return candidates.find((candidate) => slugProblems(candidate).length === 0) ?? 'my-app';
}

/** Every fault of a slug by the rules of npm, Windows, CloudFormation and S3, with a valid suggestion in the last one. */
export function slugFaults(slug: string, draft: Readonly<Record<string, unknown>> = {}): string[] {
  const problems = slugProblems(slug);
  if (problems.length === 0) return [];
  const suggestion = suggestSlug(slug || String(draft.name ?? ''));
  const subject = slug ? `"${slug}"` : `no short name can be made of "${String(draft.name ?? '')}"; it`;
  return [`${subject} ${problems.join('; ')}. Try --slug ${suggestion}.`];
}

function slugProblems(slug: string): string[] {
  const problems: string[] = [];
  if (!/^[a-z]/.test(slug))
    problems.push('must start with a lower-case letter, as a CloudFormation stack does');
  if (/[^a-z0-9-]/.test(slug)) problems.push('may hold only lower-case letters, digits and hyphens');
  if (slug.endsWith('-') || slug.includes('--'))
    problems.push('may not end with a hyphen or hold two in a row');
  if (slug.length > maximumSlugLength) {
    problems.push(
      `has ${slug.length} characters, and stack and bucket names leave room for ${maximumSlugLength}`,
    );
  }
  if (windowsReserved.test(slug)) problems.push('is a device name on Windows');
  if (npmReserved.has(slug)) problems.push('is a name that npm or Node.js keeps for itself');
  if (awsPrefixes.test(slug)) problems.push('starts with a word that AWS keeps for itself');
  if (
    bucketPrefixes.some((prefix) => slug.startsWith(prefix)) ||
    bucketSuffixes.some((suffix) => slug.endsWith(suffix))
  ) {
    problems.push('starts or ends with a word that S3 refuses in bucket names');
  }
  return problems;
}

/** Every fault of a display name: it may be anything printable. */
export function displayNameFaults(name: string): string[] {
  const faults: string[] = [];
  if (name.trim() === '') faults.push('The name is empty. Give one, for example --name "My shop".');
  if (/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?!\u200d)\p{Cf}/u.test(name)) {
    faults.push('The name holds characters that cannot be printed. Leave them out.');
  }
  if ([...name].length > 100) faults.push(`The name has ${[...name].length} characters. Use at most 100.`);
  return faults;
}
