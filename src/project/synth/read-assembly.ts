import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Resource, Stack } from '../../upgrade/aws/stack.ts';

interface Manifest {
  artifacts?: Record<
    string,
    {
      type: string;
      environment?: string;
      properties?: { templateFile?: string; stackName?: string; directoryName?: string };
    }
  >;
}

/** The stacks of a synthesised assembly, with those of assemblies and nested stacks in it. */
export function readStacks(folder: string, stage: string): Stack[] {
  const { artifacts = {} } = readJson<Manifest>(join(folder, 'manifest.json'));
  const own = Object.entries(artifacts).flatMap(([id, { type, environment, properties = {} }]): Stack[] => {
    const { templateFile, stackName = id, directoryName } = properties;
    if (type === 'cdk:cloud-assembly' && directoryName) return readStacks(join(folder, directoryName), stage);
    if (type !== 'aws:cloudformation:stack' || !templateFile) return [];
    const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(environment ?? '') ?? [];
    return [
      {
        name: stackName,
        stage,
        account: account && /^\d{12}$/.test(account) ? account : '',
        region: region && region !== 'unknown-region' ? region : '',
        resources: resourcesOf(join(folder, templateFile)),
      },
    ];
  });
  const nested = existsSync(folder)
    ? readdirSync(folder).filter((name) => name.endsWith('.nested.template.json'))
    : [];
  return [
    ...own,
    ...nested.map((file) => ({
      name: file.replace('.nested.template.json', ''),
      stage,
      account: '',
      region: '',
      resources: resourcesOf(join(folder, file)),
    })),
  ];
}

function resourcesOf(file: string): Record<string, Resource> {
  const { Resources = {} } = readJson<{ Resources?: Record<string, Resource> }>(file);
  return Object.fromEntries(
    Object.entries(Resources).map(([id, resource]) => [
      id,
      { ...resource, Properties: resource.Properties ?? {} },
    ]),
  );
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
