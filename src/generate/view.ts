import type { Answers } from './options.ts';
import { packageManagers } from './package-managers.ts';
import { findPattern, hasSite } from './patterns.ts';

/** What templates see: the answers, and booleans made from them so that no template holds logic. */
export type View = ReturnType<typeof viewOf>;

/** The view of complete answers. */
export function viewOf(answers: Answers) {
  const pattern = findPattern(answers.pattern)!;
  // Where no other kind of API fits, none is asked for.
  const api = answers.api ?? 'rest';
  return {
    name: answers.name,
    slug: answers.slug,
    pattern: answers.pattern,
    patternNumber: pattern.number,
    patternTitle: pattern.title,
    api,
    endpoint: answers.endpoint ?? 'regional',
    frontend: answers.frontend ?? '',
    frontendTitle:
      answers.frontend === 'angular' ? 'an Angular application' : 'a React application, built by Vite',
    intake: answers.intake ?? '',
    region: answers.region,
    stages: answers.stages,
    domain: answers.domain,
    hostedZoneId: answers.hostedZoneId ?? '',
    alarmsEmail: answers.alarmsEmail,
    ci: answers.ci,
    packageManager: answers.packageManager,
    services: [{ name: 'orders', account: '', region: answers.region }],
    pm: packageManagers[answers.packageManager],
    is: {
      http: api === 'http',
      rest: api === 'rest',
      edge: answers.endpoint === 'edge',
      regional: answers.endpoint !== 'edge',
      web: hasSite(answers.pattern),
      domain: answers.domain !== '',
      alarmsEmail: answers.alarmsEmail !== '',
      github: answers.ci === 'github',
      gitlab: answers.ci === 'gitlab',
      npm: answers.packageManager === 'npm',
      pnpm: answers.packageManager === 'pnpm',
      yarn: answers.packageManager === 'yarn',
      bun: answers.packageManager === 'bun',
    },
  };
}
