import { describe, expect, it } from 'vitest';
import { relocate } from '../../src/generate/relocate.ts';
import { type Place, placesInWorkspaces } from '../../src/generate/workspaces.ts';

function placeOf(path: string, content = ''): Place {
  return placesInWorkspaces({ path, content: Buffer.from(content) }, ['orders'], 'orders')[0]!;
}

const moved = (from: string, code: string) => relocate(code, from, placeOf(from));

describe('a file of a project of one app', () => {
  it.each([
    ['infra/app.ts', 'services/orders/infra/app.ts'],
    ['infra/lib/stack.ts', 'services/orders/infra/stack.ts'],
    ['infra/lib/api.ts', 'packages/constructs/api.ts'],
    ['infra/rules/rule.ts', 'packages/constructs/rules/rule.ts'],
    ['services/lib/http.ts', 'packages/lib/http.ts'],
    ['services/orders/infra.ts', 'services/orders/infra/service.ts'],
    ['services/orders/handlers/get.ts', 'services/orders/handlers/get.ts'],
    ['test/e2e/orders.test.ts', 'services/orders/test/e2e/orders.test.ts'],
    ['dev/config.ts', 'dev/config.ts'],
    ['biome.json', 'biome.json'],
  ])('%s goes to %s', (from, to) => {
    expect(placeOf(from).path).toBe(to);
  });

  it('goes with what it tests', () => {
    const test = (import_: string) =>
      placeOf('test/unit/a.test.ts', `import "../../services/${import_}";`).path;
    expect(test('lib/body.ts')).toBe('packages/lib/test/a.test.ts');
    expect(test('orders/order.ts')).toBe('services/orders/test/unit/a.test.ts');
  });
});

describe('imports of a moved file', () => {
  it('lead to other workspaces by the names of the packages, in the order of Biome', () => {
    const code = `import { readFileSync } from "node:fs";
import { App } from "aws-cdk-lib";
import { slug } from "./config.ts";
import { addStacks } from "./lib/stack.ts";
import { ProjectRules } from "./rules/project-rules.ts";

addStacks(new App(), slug, readFileSync, ProjectRules);
`;
    expect(moved('infra/app.ts', code)).toBe(`import { readFileSync } from "node:fs";
import { ProjectRules } from "@shared/constructs/rules/project-rules.ts";
import { App } from "aws-cdk-lib";
import { slug } from "./config.ts";
import { addStacks } from "./stack.ts";

addStacks(new App(), slug, readFileSync, ProjectRules);
`);
  });

  it('stay relative within a workspace, and to what belongs to none', () => {
    const code = `import type { LocalCloud } from "../dev/local-cloud.mjs";\nexport { build as setup } from "../build.mjs";\n`;
    expect(moved('test/setup.ts', code)).toBe(
      `import type { LocalCloud } from "../../../dev/local-cloud.mjs";\nexport { build as setup } from "../build.mjs";\n`,
    );
  });

  it('are wrapped where they grow too long, and joined where they fit', () => {
    const names = ['aaaaaaaaaaaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbbbbbbbbbbb', 'ccccccccccccccccccccccccc'];
    const code = `import { ${names.join(', ')} } from "../lib/problem.ts";\nimport {\n  a,\n  b,\n} from "../lib/http.ts";\n`;
    expect(moved('services/orders/order.ts', code)).toBe(
      `import { a, b } from "@shared/lib/http.ts";\nimport {\n  ${names.join(',\n  ')},\n} from "@shared/lib/problem.ts";\n`,
    );
  });

  it('of a file that needs no change are left as they are written', () => {
    const code = `import b from "b";\nimport a from "a";\n`;
    expect(moved('services/orders/order.ts', code)).toBe(code);
  });
});
