import { authHome } from '../../generate/auth.ts';
import { frontHome } from '../../generate/front.ts';
import type { Answers } from '../../generate/options.ts';
import { readServices } from '../../generate/services.ts';
import type { Deployment } from '../../upgrade/aws/contract.ts';

/** What is between slug and stage in the name of the stack with the copy of a site. */
const standby = 'standby';

/** Where the stacks of a project are deployed: a service, what services share and a standby may be in places of their own. */
export function deploymentOf(answers: Answers): Deployment {
  const { slug, stages, region, failoverRegion } = answers;
  const services = [...readServices(answers.services), frontHome(answers), authHome(answers)];
  const homes = services.map(
    (service) => [service.name, { account: service.account, region: service.region || region }] as const,
  );
  const copies = failoverRegion ? [[standby, { account: '', region: failoverRegion }] as const] : [];
  return { slug, stages, region, homes: new Map([...homes, ...copies]) };
}
