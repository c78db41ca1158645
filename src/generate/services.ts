import { regionFaults } from './aws-names.ts';
import { pascalCase } from './case.ts';
import type { Draft } from './option.ts';

/** One service of a project: a stack `<slug>-<name>-<stage>` with its own API, functions and table. */
export interface Service {
  name: string;
  /** AWS account id; empty for the account of the credentials. Only in pattern 2. */
  account: string;
  /** AWS Region; empty for that of the project. Only in pattern 2. */
  region: string;
}

/** The one service of the patterns that have no choice. The site and the tables build on it. */
export const ordersService = 'orders';

/** With a slug of 40 and a stage of 10 characters a stack name stays far below CloudFormation's 128. */
export const maximumServiceLength = 20;

/** Names of other stacks of a project, of folders beside the services', and of hosts that mean something else. */
const reserved = new Set(
  [
    [
      'account',
      'api',
      'api-logging',
      'auth',
      'certificate',
      'content',
      'edge',
      'login',
      'site',
      'web',
      'www',
    ],
    ['constructs', 'contracts', 'dist', 'lib', 'node-modules', 'service', 'services', 'stack', 'test'],
  ].flat(),
);

/** Reads `name`, `name:account` or `name:account:region`; a service that names no account may still name a Region. */
export function readService(text: string): Service {
  const [name = '', account = '', region = ''] = text.split(':');
  return { name, account, region };
}

/** The services of an answer; orders alone where the pattern leaves no choice. */
export function readServices(answer: readonly string[] = [ordersService]): Service[] {
  return answer.map(readService);
}

/** Every fault of one service as it is written in `--services`. */
export function serviceFaults(text: string, { pattern }: Draft): string[] {
  const { name, account, region } = readService(text);
  const faults = nameFaults(name, text);
  if (text.split(':').length > 3)
    faults.push(
      `"${text}" has too many parts. Write a service as name, name:account or name:account:region.`,
    );
  if (account !== '' && !/^\d{12}$/.test(account)) faults.push(accountFault(account, name));
  if (region !== '') faults.push(...regionFaults(region));
  if (text.includes(':') && pattern !== 'microservices') {
    faults.push(
      `"${text}" names an account or a Region of its own, which services have only in pattern 2. Write "${name}".`,
    );
  }
  return faults;
}

/** Every fault that only the whole list shows. */
export function servicesFaults(texts: readonly string[]): string[] {
  const names = texts.map((text) => readService(text).name);
  const faults = new Set<string>();
  if (!names.includes(ordersService)) {
    faults.add(`--services leaves out "${ordersService}", which the site and the tests build on. Add it.`);
  }
  names.forEach((name, index) => {
    const before = names.slice(0, index);
    const earlier = before.includes(name) ? name : before.find((other) => sameResources(other, name));
    // A text that is there twice is a fault of every list, and one sentence on two names is enough.
    if (earlier === undefined || texts.indexOf(texts[index]!) < index) return;
    faults.add(
      earlier === name
        ? `--services names "${name}" twice, with other accounts or Regions, and both would answer at one path. Name it once.`
        : `"${earlier}" and "${name}" would give their tables and classes the same name. Rename one.`,
    );
  });
  return [...faults];
}

function nameFaults(name: string, text: string): string[] {
  const problems: string[] = [];
  if (!/^[a-z]/.test(name)) problems.push('must start with a lower-case letter');
  if (/[^a-z0-9-]/.test(name)) problems.push('may hold only lower-case letters, digits and hyphens');
  if (name.endsWith('-') || name.includes('--'))
    problems.push('may not end with a hyphen or hold two in a row');
  if (name.length > maximumServiceLength) {
    problems.push(
      `has ${name.length} characters, and the names of stacks leave room for ${maximumServiceLength}`,
    );
  }
  if (reserved.has(name)) problems.push('is a name that the project keeps for another part');
  return problems.length === 0 ? [] : [`Service "${name || text}" ${problems.join('; ')}.`];
}

function accountFault(account: string, name: string): string {
  const what = /^\d+$/.test(account)
    ? `has ${account.length} digit${account.length === 1 ? '' : 's'}`
    : 'is no number';
  return `Account "${account}" of service "${name}" ${what}. An AWS account id has 12 digits.`;
}

/** `a-1` and `a1` are two folders, but would both be the class `A1`. */
function sameResources(one: string, other: string): boolean {
  return pascalCase(one) === pascalCase(other);
}
