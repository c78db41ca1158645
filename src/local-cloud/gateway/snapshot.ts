import type { Compiled } from './sites.ts';

/** What the console page shows of the APIs. */
export function snapshotOf({ httpApis, restApis, domains }: Compiled) {
  return {
    http: [...httpApis.values()].map((api) => ({
      id: api.id,
      host: api.host,
      stages: [...api.stages.keys()],
      routes: api.list.map(({ key, authorization, integration }) => ({
        route: key,
        authorization,
        integration: integration?.kind,
      })),
    })),
    rest: [...restApis.values()].map((api) => ({
      id: api.id,
      host: api.host,
      stages: [...api.stages.keys()],
      methods: api.list.flatMap(({ path, methods }) =>
        [...methods.values()].map(({ method, authorization, integration }) => ({
          method: `${method} ${path}`,
          authorization,
          integration: integration.Type,
        })),
      ),
    })),
    domains: domains.map(({ name, mappings }) => ({ name, mappings })),
  };
}
