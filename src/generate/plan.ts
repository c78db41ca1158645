import { type LayerFile, layerFiles } from './layer-files.ts';
import type { Answers } from './options.ts';

/** A folder under templates/ that a project takes, and where in the project its files go. */
export interface Layer {
  /** Path below templates/, for example `parts/api-http`. */
  name: string;
  /** Folder of the project that the files go into; the root when absent. */
  into?: string;
}

/** A file of the project to be: its sources in layer order. Only JSON has more than one. */
export interface PlannedFile {
  path: string;
  sources: { layer: string; file: LayerFile }[];
}

export type Plan = Map<string, PlannedFile>;

/** The layers of a project, the general before the particular. */
export function layers(answers: Answers): Layer[] {
  const use = (name: string, into?: string): Layer => ({ name, into });
  return [
    use('base'),
    use(`parts/pm-${answers.packageManager}`),
    ...(answers.ci === 'none' ? [] : [use(`parts/ci-${answers.ci}`)]),
    use('parts/orders-domain'),
    ...serviceLayers(answers).map((name) => use(name)),
    use(`parts/api-${answers.api ?? 'rest'}`),
    ...siteLayers(answers).map((name) => use(name)),
    use(`patterns/${answers.pattern}`),
  ];
}

/** The orders service: it answers create requests itself, or works off what an intake has stored. */
function serviceLayers({ intake }: Answers): string[] {
  return intake ? ['parts/service-orders-intake', `parts/intake-${intake}`] : ['parts/service-orders'];
}

/** The site and what it is written in; without one, what stands in its places. */
function siteLayers({ frontend, packageManager }: Answers): string[] {
  if (!frontend) return ['parts/no-site'];
  const scripts = frontend === 'angular' && packageManager === 'npm' ? ['parts/spa-angular-npm'] : [];
  return [
    'parts/site',
    'parts/site-plain',
    'parts/site-headers',
    'parts/site-one-region',
    'parts/spa',
    `parts/spa-${frontend}`,
    ...scripts,
  ];
}

/** Which file comes from which layer. Throws when two layers ship the same path and it is not JSON. */
export function plan(answers: Answers): Plan {
  const files: Plan = new Map();
  for (const layer of layers(answers)) {
    for (const file of layerFiles(layer.name)) {
      const path = layer.into ? `${layer.into}/${file.path}` : file.path;
      const planned = files.get(path) ?? { path, sources: [] };
      const owner = planned.sources[0];
      if (owner && !(path.endsWith('.json') && !file.template && !owner.file.template)) {
        throw new Error(
          `${path} is shipped by ${owner.layer} and by ${layer.name}; only plain JSON can be merged`,
        );
      }
      planned.sources.push({ layer: layer.name, file });
      files.set(path, planned);
    }
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}
