import { expect } from 'vitest';
import type { Project } from './project.ts';

/** What people do to a project in its first week. */
export function everydayEdits({ edit, write, read }: Project): void {
  write('README.md', `${read('README.md')}\n## Our runbook\n\nCall Ada.\n`);
  edit('package.json', '"vitest":', '"left-pad": "1.3.0",\n    "vitest":');
  write('.gitignore', `${read('.gitignore')}notes/\n`);
  write('services/orders/discount.ts', 'export const discount = 5;\n');
  write(
    'services/orders/order.ts',
    `import { discount } from "./discount.ts";\n${read('services/orders/order.ts')}\nexport const rebate = discount;\n`,
  );
  write('.env', 'TOKEN=secret\n');
  write('notes/today.md', 'mine\n');
}

/** Fails when one of them is lost. */
export function everyEditIsThere({ read }: Project): void {
  expect(read('README.md')).toContain('Call Ada.');
  expect(JSON.parse(read('package.json')).devDependencies['left-pad']).toBe('1.3.0');
  expect(read('.gitignore')).toContain('notes/\n');
  expect(read('services/orders/discount.ts')).toBe('export const discount = 5;\n');
  expect(read('services/orders/order.ts')).toContain('import { discount } from "./discount.ts";');
  expect(read('services/orders/order.ts')).toContain('export const rebate = discount;');
  expect(read('.env')).toBe('TOKEN=secret\n');
  expect(read('notes/today.md')).toBe('mine\n');
}
