/** What the choice of features at the edge of pattern 7 means for a project. */

interface Feature {
  /** Value of the `edge` option. */
  name: string;
  /** What a README says of it. */
  says: string;
  /** Module of the chain that runs for each visitor, where it has one. */
  module?: string;
  /** Layers that it takes. */
  layers: string[];
}

/** In the order in which they act on a request. */
const features: Feature[] = [
  {
    name: 'ab-testing',
    says: 'Variants of the pages, drawn by weights that change without a deploy',
    module: 'ab-testing',
    layers: ['parts/edge-ab-testing', 'parts/edge-settings'],
  },
  {
    name: 'rollout',
    says: 'A release goes to a share of the visitors first, and back by one command',
    module: 'rollout',
    layers: ['parts/edge-rollout', 'parts/edge-settings'],
  },
  {
    name: 'security-headers',
    says: 'A strict set of headers, and a content security policy for each page',
    module: 'page-security',
    layers: ['parts/site-headers-strict'],
  },
];

/** What templates see of the chosen features. */
export function edgeView(edge: readonly string[]) {
  const chosen = features.filter(({ name }) => edge.includes(name));
  const parts = chosen.flatMap(({ module }) => module ?? []);
  // Which page a path stands for is settled in every project, before anything is made of the page's path.
  const chain = ['page-routing', ...parts];
  return {
    edgeFunction: 'CloudFront Function',
    edge: chosen.map(({ name, says }) => ({ name, says })),
    /** Modules of the chain in their order, and in that of a formatter's import list. */
    edgeFeatures: chain,
    edgeImports: [...chain].sort(),
    /** Modules that need something of the site. */
    siteParts: parts,
    siteImports: [...parts].sort(),
  };
}

/** The layers that fill the seams of the site; a pattern without the option gets the plain ones. */
export function edgeLayers(edge: readonly string[] | undefined): string[] {
  if (edge === undefined) return ['parts/site-plain', 'parts/site-headers', 'parts/site-one-region'];
  const chosen = features.filter(({ name }) => edge.includes(name)).flatMap(({ layers }) => layers);
  return [
    ...new Set([
      'parts/edge',
      'parts/edge-viewer-function',
      ...(edge.includes('security-headers') ? [] : ['parts/site-headers']),
      'parts/site-one-region',
      ...chosen,
    ]),
  ];
}
