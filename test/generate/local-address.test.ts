import { expect, it } from 'vitest';
import { renderProject } from '../../src/cli/render-project.ts';
import { resolve } from '../../src/generate/answers.ts';

/** The address that the README of a project says for `dev`. */
async function addressOf(given: Record<string, unknown>): Promise<string | undefined> {
  const resolved = resolve({ name: 'shop', ...given });
  if ('faults' in resolved) throw new Error(JSON.stringify(resolved.faults));
  const readme = (await renderProject(resolved.answers)).get('README.md')!;
  return /^API=(.*)$/m.exec(Buffer.from(readme.content).toString())?.[1];
}

const domain = 'shop.example.com';

it.each([
  [{ pattern: '1' }, 'http://127.0.0.1:4501'],
  [{ pattern: '1', api: 'rest' }, 'http://127.0.0.1:4501/dev'],
  // A custom domain maps its root to the stage, and stands for the API alone.
  [{ pattern: '1', api: 'rest', domain }, 'http://127.0.0.1:4501'],
  [{ pattern: '3' }, 'http://127.0.0.1:4501'],
  // The API answers to its own distribution alone, which comes after the site's.
  [{ pattern: '4' }, 'http://127.0.0.1:4503'],
  [{ pattern: '6', domain }, 'http://127.0.0.1:4501'],
  [{ pattern: '5', services: 'orders,customers', api: 'rest', domain }, 'http://127.0.0.1:4503/api'],
  // Ports of services go by the names of their folders, in which others may come first.
  [{ pattern: '2' }, 'http://orders.localhost:4501'],
  [{ pattern: '2', api: 'rest' }, 'http://orders.localhost:4501/dev'],
  [{ pattern: '2', domain }, 'http://orders.localhost:4501'],
  [{ pattern: '2', api: 'rest', domain, domainStyle: 'path' }, 'http://api.localhost:4501'],
])('the README of %j sends its first requests to %s', async (given, address) => {
  expect(await addressOf(given)).toBe(address);
});
