import type { Answers } from './options.ts';
import { packageManagers } from './package-managers.ts';
import { findPattern, hasSite } from './patterns.ts';

/** What templates see: the answers, and booleans made from them so that no template holds logic. */
export type View = ReturnType<typeof viewOf>;

/** The view of complete answers. */
export function viewOf(answers: Answers) {
  const pattern = findPattern(answers.pattern)!;
  return {
    name: answers.name,
    slug: answers.slug,
    pattern: answers.pattern,
    patternNumber: pattern.number,
    patternTitle: pattern.title,
    api: answers.api,
    endpoint: answers.endpoint ?? 'regional',
    frontend: answers.frontend ?? '',
    frontendTitle:
      answers.frontend === 'angular' ? 'an Angular application' : 'a React application, built by Vite',
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
      http: answers.api === 'http',
      rest: answers.api === 'rest',
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
