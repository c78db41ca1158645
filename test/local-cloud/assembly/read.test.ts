import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readAssembly } from '../../../src/local-cloud/assembly/read.ts';

const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, content: unknown) {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), JSON.stringify(content));
}

write('manifest.json', {
  artifacts: {
    Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
    'assembly-Prod': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } },
    'a.assets': { type: 'cdk:asset-manifest', properties: { file: 'a.assets.json' } },
    a: {
      type: 'aws:cloudformation:stack',
      environment: 'aws://123456789012/eu-west-1',
      properties: { templateFile: 'a.template.json', stackName: 'shop-a', parameters: { P: '1' } },
    },
  },
});
write('a.template.json', {
  Resources: {
    Child: {
      Type: 'AWS::CloudFormation::Stack',
      Metadata: { 'aws:asset:path': 'child.nested.template.json' },
    },
    Fn: { Type: 'AWS::Lambda::Function', Metadata: { 'aws:asset:path': '../dist/a' } },
  },
});
write('child.nested.template.json', { Resources: { Q: { Type: 'AWS::SQS::Queue' } } });
write('a.assets.json', {
  files: {
    abc: {
      source: { path: '../dist/a', packaging: 'zip' },
      destinations: { here: { objectKey: 'abc.zip' } },
    },
    def: { source: { path: '/elsewhere/file.json' }, destinations: { here: { objectKey: 'def.json' } } },
  },
});
write('assembly-Prod/manifest.json', {
  artifacts: {
    b: {
      type: 'aws:cloudformation:stack',
      environment: 'aws://unknown-account/unknown-region',
      properties: { templateFile: 'b.template.json' },
      displayName: 'Prod/b',
    },
  },
});
write('assembly-Prod/b.template.json', {});

describe('a cloud assembly', () => {
  const { stacks, assets } = readAssembly(folder);
  const byName = (name: string) => stacks.find((stack) => stack.name === name)!;

  it('gives the stacks of all stages, each with its environment', () => {
    expect(stacks.map(({ name }) => name).sort()).toEqual(['Prod-b', 'shop-a']);
    expect(byName('shop-a')).toMatchObject({
      account: '123456789012',
      region: 'eu-west-1',
      parameters: { P: '1' },
    });
    expect(byName('Prod-b')).toMatchObject({ account: '000000000000', region: 'us-east-1' });
  });

  it('gives nested templates by logical id', () => {
    expect(byName('shop-a').nested?.Child?.template.Resources).toHaveProperty('Q');
  });

  it('makes asset paths absolute', () => {
    expect(byName('shop-a').template.Resources?.Fn?.Metadata?.['aws:asset:path']).toBe(
      join(folder, '../dist/a'),
    );
    expect(assets.get('abc.zip')).toBe(join(folder, '../dist/a'));
    expect(assets.get('def.json')).toBe('/elsewhere/file.json');
  });

  it('tells a broken assembly from an empty one', () => {
    expect(() => readAssembly(join(folder, 'nowhere'))).toThrow('Synthesise it again');
  });
});
