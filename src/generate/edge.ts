import type { Answers } from './options.ts';

/** What the choice of features at the edge of pattern 7 means for a project. */

type Choice = Pick<Answers, 'edge' | 'auth'>;

interface Feature {
  /** Value of the `edge` option. */
  name: string;
  /** What a README says of it. */
  says: string;
  /** Module of the chain that runs for each visitor, where it has one. */
  module?: string;
  /** True for a module that has a setting, or changes the pages or where they are in the bucket. */
  changesSite?: boolean;
  /** Layers that it takes. */
  layers: string[];
}

/** True where people have accounts in a user pool. */
const signsIn = (auth: Choice['auth']) => auth === 'cognito' || auth === 'both';

/** The features, in the order in which they act on a visit. */
function featuresOf({ auth }: Choice): Feature[] {
  return [
    signsIn(auth) ? secureSite : passwordSite,
    {
      name: 'ab-testing',
      says: 'Variants of the pages, drawn by weights that change without a deploy',
      module: 'ab-testing',
      changesSite: true,
      layers: ['parts/edge-ab-testing', 'parts/edge-settings'],
    },
    {
      name: 'rollout',
      says: 'A release goes to a share of the visitors first, and back by one command',
      module: 'rollout',
      changesSite: true,
      layers: ['parts/edge-rollout', 'parts/edge-settings'],
    },
    {
      name: 'security-headers',
      says: 'A strict set of headers, and a content security policy for each page',
      module: 'page-security',
      changesSite: true,
      layers: ['parts/site-headers-strict'],
    },
    {
      name: 'failover',
      says: 'A copy of the site in another Region answers while its bucket fails',
      layers: ['parts/edge-failover', 'parts/edge-lambda'],
    },
  ];
}

const secureSite: Feature = {
  name: 'secure-site',
  says: 'Only people who have signed in see the site',
  module: 'signed-in',
  changesSite: true,
  layers: ['parts/secure-site-cognito', 'parts/edge-viewer-lambda', 'parts/edge-lambda'],
};

/** Where nobody can sign in: HTTP Basic, for a staging site. */
const passwordSite: Feature = {
  name: 'secure-site',
  says: 'Only who knows its password sees the site',
  module: 'password',
  changesSite: true,
  layers: ['parts/secure-site-password', 'parts/edge-content-none', 'parts/edge-settings'],
};

function chosenOf(choice: Choice): Feature[] {
  return featuresOf(choice).filter(({ name }) => choice.edge?.includes(name));
}

/** Modules that settle who may come in at all. */
const guards = ['signed-in', 'password'];

/** A signature of the user pool is checked by Lambda@Edge; all else is done by a CloudFront Function. */
const usesLambda = ({ edge, auth }: Choice) => Boolean(edge?.includes('secure-site')) && signsIn(auth);

/** What templates see of the chosen features. */
export function edgeView(choice: Choice) {
  const chosen = chosenOf(choice);
  const modules = chosen.flatMap(({ module }) => module ?? []);
  const guard = modules.filter((module) => guards.includes(module));
  // Which page a path stands for is settled before anything is made of the page's path, and after who may come in at all.
  const chain = [...guard, 'page-routing', ...modules.filter((module) => !guard.includes(module))];
  const parts = chosen.flatMap(({ module, changesSite }) => (module && changesSite ? module : []));
  return {
    edge: chosen.map(({ name, says }) => ({ name, says })),
    edgeFunction: usesLambda(choice) ? 'Lambda@Edge' : 'CloudFront Function',
    /** Modules of the chain in their order, and in that of a formatter's import list. */
    edgeFeatures: chain,
    edgeImports: [...chain].sort(),
    /** Modules that need something of the site. */
    siteParts: parts,
    siteImports: [...parts].sort(),
  };
}

/** True when anybody sees the site. */
export const isOpen = ({ edge }: Choice): boolean => !edge?.includes('secure-site');

/** The layers that fill the seams of the site; a pattern without the option gets the plain ones. */
export function edgeLayers(choice: Choice): string[] {
  const { edge } = choice;
  if (edge === undefined) return ['parts/site-plain', 'parts/site-headers', 'parts/site-origin'];
  return [
    ...new Set([
      'parts/edge',
      ...(usesLambda(choice) ? [] : ['parts/edge-viewer-function']),
      ...(isOpen(choice) ? ['parts/edge-content-none'] : []),
      ...(edge.includes('security-headers') ? [] : ['parts/site-headers']),
      ...(edge.includes('failover') ? [] : ['parts/site-origin']),
      ...chosenOf(choice).flatMap(({ layers }) => layers),
    ]),
  ];
}
