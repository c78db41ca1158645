import { randomUUID } from 'node:crypto';

/** What the name of an object is made of. */
export interface KeyParts {
  stream: string;
  /** `Prefix` or `ErrorOutputPrefix` of the destination. */
  prefix: string;
  /** What went wrong, `processing-failed`; absent for records that are well. */
  errorType?: string;
  extension: string;
  at: Date;
}

/**
 * Key of a delivered object: the prefix with its expressions, then stream, version, time and a random part. A prefix
 * without a time gets `yyyy/MM/dd/HH/` (Firehose developer guide, "Configure Amazon S3 object name format" and "Custom
 * prefixes", 2026). Times are UTC.
 */
export function objectKey({ stream, prefix, errorType = '', extension, at }: KeyParts): string {
  const hasTime = /!\{timestamp:/.test(prefix);
  const hasType = /!\{firehose:error-output-type\}/.test(prefix);
  const whole = [
    prefix,
    errorType && !hasType ? `${errorType}/` : '',
    hasTime ? '' : '!{timestamp:yyyy/MM/dd/HH/}',
  ];
  const path = whole
    .join('')
    .replace(/!\{timestamp:([^}]*)\}/g, (_, format: string) => formatted(at, format))
    .replace(/!\{firehose:random-string\}/g, () => randomUUID().replaceAll('-', '').slice(0, 11))
    .replace(/!\{firehose:error-output-type\}/g, errorType);
  return `${path}${stream}-1-${formatted(at, 'yyyy-MM-dd-HH-mm-ss')}-${randomUUID()}${extension}`;
}

/** The letters of Java's DateTimeFormatter that make sense in a path; text in quotes stands for itself. */
function formatted(at: Date, format: string): string {
  const [date = '', time = ''] = at.toISOString().split('T');
  const [yyyy = '', MM = '', dd = ''] = date.split('-');
  const [HH = '', mm = '', ss = ''] = time.split(/[:.]/);
  const values: Record<string, string> = { yyyy, MM, dd, HH, mm, ss };
  return format.replace(
    /'([^']*)'|yyyy|MM|dd|HH|mm|ss/g,
    (found, quoted: string | undefined) => quoted ?? values[found]!,
  );
}
