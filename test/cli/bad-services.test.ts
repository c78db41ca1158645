import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesBelow, run, temporaryFolder } from './harness.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

/** Every kind of fault that services and a domain can have, and the sentence on each. */
const given = {
  pattern: 'microservices',
  services: [
    'Orders',
    'orders:1111222233334',
    'orders:555566667777:eu-west-1',
    'billing',
    'billing',
    'a-1',
    'a1',
    'web',
    'stock:111122223333:mars-1',
    'stock-:1:eu-west-1:x',
  ],
  domain: 'https://shop.example.com/orders',
};
const sentences = [
  '--services names "billing" twice. Name it once.',
  'Service "Orders" must start with a lower-case letter; may hold only lower-case letters, digits and hyphens.',
  'Account "1111222233334" of service "orders" has 13 digits. An AWS account id has 12 digits.',
  'Service "web" is a name that the project keeps for another part.',
  '"mars-1" is not the name of an AWS Region. Give one such as eu-west-1 or us-east-1.',
  'Service "stock-" may not end with a hyphen or hold two in a row.',
  '"stock-:1:eu-west-1:x" has too many parts. Write a service as name, name:account or name:account:region.',
  'Account "1" of service "stock-" has 1 digit. An AWS account id has 12 digits.',
  '"Orders" and "orders" would give their tables and classes the same name. Rename one.',
  '--services names "orders" twice, with other accounts or Regions, and both would answer at one path. Name it once.',
  '"a-1" and "a1" would give their tables and classes the same name. Rename one.',
  '"stock" and "stock-" would give their tables and classes the same name. Rename one.',
  '"https://shop.example.com/orders" is not a domain name. Give one in lower case without scheme or path, such as shop.example.com.',
];

const asFlags = [
  '--pattern',
  given.pattern,
  '--services',
  given.services.join(','),
  '--domain',
  given.domain,
];

/** An answers file beside the project that is to be. */
function asFile(): string[] {
  writeFileSync(join(folder.path, 'answers.json'), JSON.stringify({ name: 'shop', ...given }));
  return ['--answers', 'answers.json'];
}

describe('services and a domain that cannot be used', () => {
  it.each([
    ['flags', () => asFlags, []],
    ['an answers file', asFile, ['answers.json']],
  ])('are refused at once when they come from %s, and nothing is written', async (_, argv, there) => {
    const { code, stdout, stderr } = await run(['shop', ...argv(), '--yes'], folder.path);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const [head, ...lines] = stderr.trimEnd().split('\n');
    expect(head).toBe(`${sentences.length} answers cannot be used.`);
    expect(lines.map((line) => line.trim()).sort()).toEqual([...sentences].sort());
    expect(filesBelow(folder.path)).toEqual(there);
  });

  it.each([
    ['flags', () => asFlags],
    ['an answers file', asFile],
  ])('are one document with --json when they come from %s', async (_, argv) => {
    const { code, stdout } = await run(['shop', ...argv(), '--json'], folder.path);
    const { ok, exitCode, error } = JSON.parse(stdout);
    expect({ code, ok, exitCode, error: error.code }).toEqual({
      code: 2,
      ok: false,
      exitCode: 2,
      error: 'bad-answers',
    });
    const faults: { option: string; message: string }[] = error.faults;
    expect(faults.map(({ message }) => message).sort()).toEqual([...sentences].sort());
    expect(new Set(faults.map(({ option }) => option))).toEqual(new Set(['services', 'domain']));
    expect(filesBelow(folder.path).filter((path) => path !== 'answers.json')).toEqual([]);
  });

  it('are refused on one domain too, where two services of a name would have one path', async () => {
    const argv = ['shop', '--pattern', '5', '--services', 'orders,orders:111122223333', '--yes'];
    const { code, stderr } = await run(argv, folder.path);
    expect(code).toBe(2);
    expect(stderr).toContain('both would answer at one path. Name it once.');
    expect(stderr).toContain('which services have only in pattern 2. Write "orders".');
    expect(filesBelow(folder.path)).toEqual([]);
  });
});
