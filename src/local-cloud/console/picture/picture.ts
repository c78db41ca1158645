import type { Model, Site } from '../../contract.ts';
import type { Picture, PictureEdge } from '../views.ts';
import { accessEdges } from './access-edges.ts';
import { apiEdges } from './api-edges.ts';
import { distributionEdges } from './distribution-edges.ts';
import { eventEdges } from './event-edges.ts';
import { finderOf } from './finder.ts';
import { nodesOf } from './nodes.ts';

/** Draws the model: what stands in the templates and what leads to what. */
export function pictureOf(model: Model, sites: readonly Site[], version: number): Picture {
  const nodes = nodesOf(model);
  const find = finderOf(nodes);
  const hosts = new Map(sites.flatMap(({ hosts: names, key }) => names.map((host) => [host, key] as const)));
  const edges = [
    ...distributionEdges(model, find, hosts),
    ...apiEdges(model, find),
    ...eventEdges(model, find),
    ...accessEdges(model, find),
  ];
  // A rule is drawn only where it leads somewhere.
  const drawn = nodes.filter(({ kind, id }) => kind !== 'rule' || edges.some(({ from }) => from === id));
  return { version, nodes: drawn, edges: distinct(edges) };
}

function distinct(edges: PictureEdge[]): PictureEdge[] {
  const known = new Set<string>();
  return edges.filter(({ from, port, to, kind, text }) => {
    const key = JSON.stringify([from, port, to, kind, text]);
    return !known.has(key) && known.add(key);
  });
}
