/**
 * Which rows are legal and what their projects hold, written from the design and not from the code: it imports
 * nothing of src/.
 */
type Row = Record<string, unknown>;

export function isLegal(row: Row): boolean {
  const stores = row.pattern === 'storage-first';
  if (row.endpoint !== undefined && apiOf(row) !== 'rest') return false;
  if (row.frontend !== undefined && !hasSite(row)) return false;
  if (row.auth !== undefined && !mayCall(row).includes(String(row.auth))) return false;
  // Only REST APIs take signatures of other accounts.
  const isSigned = row.pattern === 'microservices' && row.auth === 'iam';
  if (isSigned && apiOf(row) !== 'rest') return false;
  if (row.intake !== undefined && !stores) return false;
  if (row.api === 'http' && withoutHttp.includes(String(row.intake))) return false;
  if (
    row.services !== undefined &&
    !['microservices', 'spa-single-domain', 'secured'].includes(String(row.pattern))
  )
    return false;
  if (row.edge !== undefined && row.pattern !== 'secured') return false;
  // There is a copy only where somebody asks for one, and never where the site is itself.
  const copied =
    row.pattern === 'secured' && ((row.edge as string[] | undefined) ?? usualEdge).includes('failover');
  if (row.failoverRegion !== undefined && (!copied || row.failoverRegion === 'eu-west-1')) return false;
  const fronted = row.pattern === 'spa-regional-api';
  // Its API is regional, whatever kind it is.
  if (row.endpoint !== undefined && fronted) return false;
  if (row.originLock !== undefined && !fronted && row.pattern !== 'secured') return false;
  const lock = lockOf(row);
  if (lock === 'waf' && apiOf(row) === 'http') return false;
  // Certificates are asked for under Regional domains.
  if (lock === 'mtls' && (row.domain === '' || row.endpoint === 'edge')) return false;
  // In pattern 4 the lock is what the CloudFront is for.
  if (lock === 'none' && fronted) return false;
  if (row.hostedZoneId !== undefined && !row.domain) return false;
  if (row.domainStyle !== undefined && (row.pattern !== 'microservices' || !row.domain)) return false;
  // One host before Regional APIs.
  if (row.domainStyle === 'path' && row.endpoint === 'edge') return false;
  // Services with accounts of their own are in pattern 2 alone, and behind one host they need an account for it.
  const haveAccounts = String(row.services).includes(':');
  if (haveAccounts && row.pattern !== 'microservices') return false;
  const isFronted = row.domainStyle === 'path' && haveAccounts;
  if (row.edgeAccount !== undefined && !isFronted) return false;
  if (isFronted && !row.edgeAccount) return false;
  // A distribution asks under another host than was signed for.
  if (isFronted && isSigned) return false;
  // Services of several accounts ask one function, in an account that somebody has to name.
  const asksOne = row.pattern === 'microservices' && ['cognito', 'lambda'].includes(String(row.auth));
  if (row.authAccount !== undefined && !asksOne) return false;
  if (asksOne && haveAccounts && !row.authAccount) return false;
  // A function answers accounts that it knows.
  if (row.authAccount && row.auth === 'lambda' && !haveAccounts) return false;
  // Mappings take off the path what a service is known by.
  if ((asksOne || isSigned) && row.domainStyle === 'path' && !haveAccounts) return false;
  return true;
}

/** Without an answer: what stores, and what is locked or secured, is a REST API. */
function apiOf({ pattern, api }: Row): unknown {
  const usual = ['spa-regional-api', 'storage-first', 'secured'].includes(String(pattern)) ? 'rest' : 'http';
  return api ?? usual;
}

/**
 * Without an answer: by a web ACL before a REST API; before an HTTP API by certificates in pattern 4, and in pattern 7 not at
 * all, as certificates need an authority.
 */
function lockOf(row: Row): unknown {
  if (row.pattern !== 'spa-regional-api' && row.pattern !== 'secured') return 'none';
  if (row.originLock !== undefined) return row.originLock;
  return apiOf(row) === 'rest' ? 'waf' : 'mtls';
}

/** HTTP APIs have no integration with these. */
const withoutHttp = ['dynamodb', 's3', 'firehose'];

/** Who may be let in: pages cannot sign with keys of AWS, and what is secured is not public. */
function mayCall({ pattern }: Row): string[] {
  if (pattern === 'microservices') return ['none', 'iam', 'cognito', 'lambda'];
  if (pattern === 'secured') return ['cognito', 'lambda', 'both'];
  return ['none', 'cognito', 'lambda', ...(hasSite({ pattern }) ? [] : ['iam'])];
}

const siteFiles = [
  'web/package.json',
  'web/src/orders/orders-api.ts',
  'infra/lib/site.ts',
  'infra/lib/viewer-functions.ts',
  'infra/lib/site-origin.ts',
  'infra/lib/security-headers.ts',
];

/** Files that only projects with a feature at the edge have. */
const edgeFiles: Record<string, string[]> = {
  'security-headers': ['infra/edge/page-security.ts', 'docs/security-headers.md'],
  'secure-site': ['docs/secure-site.md', 'test/e2e/secure-site.test.ts'],
  rollout: ['infra/edge/rollout.ts', 'infra/rollout.ts', 'docs/rollout.md'],
  failover: [
    ...['infra/standby-region.ts', 'infra/lib/standby-bucket.ts', 'infra/edge/handlers/origin.ts'],
    ...['docs/failover.md', 'test/e2e/failover.test.ts'],
  ],
  'ab-testing': ['infra/edge/ab-testing.ts', 'infra/weights.ts', 'docs/ab-testing.md'],
};
/** What pattern 7 takes when nothing is said. */
const usualEdge = ['security-headers', 'secure-site'];

function hasSite({ pattern }: Row): boolean {
  return ['spa', 'spa-regional-api', 'spa-single-domain', 'secured'].includes(String(pattern));
}

const lockFiles: Record<string, string> = { pnpm: 'pnpm-workspace.yaml', yarn: '.yarnrc.yml' };

/** Paths that have to be there, and paths that must not be. */
export function expectedFiles(row: Row): { present: string[]; absent: string[] } {
  return row.pattern === 'microservices' ? expectedInWorkspaces(row) : expectedInOneApp(row);
}

/** Each service has an app, a pipeline and a contract of its own; what they share is in packages. */
function expectedInWorkspaces(row: Row): { present: string[]; absent: string[] } {
  const present = [
    ...['README.md', 'AGENTS.md', 'package.json', 'tsconfig.json', 'biome.json', '.nvmrc', '.gitignore'],
    ...['dev/config.ts', 'dev/local-cloud.mjs', 'test/e2e/together.test.ts'],
    ...['api.ts', 'config.ts', 'rules/rule.ts', 'bundling.mjs', 'package.json'].map(
      (file) => `packages/constructs/${file}`,
    ),
    ...['client.ts', 'orders.ts', 'package.json'].map((file) => `packages/contracts/${file}`),
    ...['http.ts', 'event.ts', 'package.json'].map((file) => `packages/lib/${file}`),
  ];
  const absent = ['_gitignore', '_npmrc', '.env', 'cdk.json', 'build.mjs', 'infra/app.ts', 'infra/config.ts'];
  const auth = String(row.auth ?? 'none');
  const listed = Array.isArray(row.services) ? row.services : ['orders', 'customers'];
  const chosen = listed.map((service) => String(service).split(':')[0]);
  present.push('packages/constructs/service-address.ts', 'packages/constructs/api-domain.ts');
  // One host has an app of its own: mappings in one account, a distribution across accounts.
  const isShared = row.domainStyle === 'path';
  const isMapped = isShared && !String(row.services).includes(':');
  (isShared ? present : absent).push(
    ...['package.json', 'cdk.json', 'infra/app.ts', 'infra/front.ts', 'infra/stack.ts', 'infra/zone.ts'].map(
      (file) => `services/api/${file}`,
    ),
  );
  (isShared && !isMapped ? present : absent).push('services/api/infra/services.ts');
  absent.push('services/api/test/caller.ts', 'services/api/test/api.ts', 'services/api/handlers/create.ts');
  const ofService = [
    ...[
      'package.json',
      'tsconfig.json',
      'cdk.json',
      'build.mjs',
      'stateful.contract.json',
      'handlers/create.ts',
    ],
    ...['app.ts', 'config.ts', 'stack.ts', 'service.ts'].map((file) => `infra/${file}`),
    'test/infra/stateful.test.ts',
  ];
  for (const name of ['orders', 'customers', 'order-items', 'a1']) {
    const there = chosen.includes(name) ? present : absent;
    there.push(...ofService.map((file) => `services/${name}/${file}`));
    const hasPipeline = (ci: string) => (there === present && (row.ci ?? 'github') === ci ? present : absent);
    hasPipeline('github').push(`.github/workflows/${name}.yml`);
    hasPipeline('gitlab').push(`services/${name}/pipeline.yml`);
    (there === present && !isMapped ? present : absent).push(`services/${name}/infra/zone.ts`);
    (there === present && row.ci !== 'none' ? present : absent).push(`services/${name}/infra/ci-role.ts`);
    const callsOrders = there === present && name !== 'orders' ? present : absent;
    callsOrders.push(
      ...['infra/peers.ts', 'infra/order-route.ts', 'handlers/order.ts', 'orders-peer.ts'].map(
        (file) => `services/${name}/${file}`,
      ),
    );
    // Each service has its routes looked at, and there is one list of public ones.
    const isAuthorised = there === present && auth !== 'none' ? present : absent;
    isAuthorised.push(`services/${name}/test/infra/authorised.test.ts`);
  }
  (auth === 'none' ? absent : present).push('packages/constructs/public-routes.ts');
  (auth === 'iam' ? present : absent).push('packages/contracts/signed.ts');
  // Users and keys are a service of their own.
  const inAuth = (...files: string[]) => files.map((file) => `services/auth/${file}`);
  (auth === 'lambda' || auth === 'cognito' ? present : absent).push(
    ...inAuth(
      'package.json',
      'infra/app.ts',
      'infra/services.ts',
      'infra/stack.ts',
      'stateful.contract.json',
    ),
    ...['packages/constructs/auth-home.ts', 'packages/lib/scopes.ts'],
  );
  (auth === 'lambda' ? present : absent).push(
    ...inAuth('infra/api-keys.ts', 'handlers/authorize.ts', 'test/unit/api-key.test.ts'),
    'dev/keys.ts',
  );
  (auth === 'cognito' ? present : absent).push(
    ...inAuth('infra/user-pool.ts', 'infra/sign-in.ts', 'handlers/token-scopes.ts', 'test/login.ts'),
    'dev/token.ts',
  );
  absent.push('services/auth/test/api.ts', 'services/auth/infra/zone.ts', 'services/auth/infra/service.ts');
  absent.push('test/infra/authorised.test.ts', 'infra/public-routes.ts', 'packages/lib/public-routes.ts');
  (row.ci === 'gitlab' ? present : absent).push('.gitlab-ci.yml');
  absent.push('.github/workflows/ci.yml', '.github/workflows/deploy.yml');
  for (const [manager, path] of Object.entries(lockFiles)) {
    (row.packageManager === manager ? present : absent).push(path);
  }
  return { present, absent };
}

function expectedInOneApp(row: Row): { present: string[]; absent: string[] } {
  const present = [
    'README.md',
    'AGENTS.md',
    'package.json',
    'tsconfig.json',
    'biome.json',
    'cdk.json',
    '.nvmrc',
    '.gitignore',
    '.gitattributes',
    'build.mjs',
    'stateful.contract.json',
    'infra/app.ts',
    'infra/config.ts',
    'infra/lib/stack.ts',
    'infra/lib/api.ts',
    'dev/config.ts',
    'dev/local-cloud.mjs',
    ...['get', 'list', 'update', 'delete'].map((name) => `services/orders/handlers/${name}.ts`),
  ];
  const absent = ['_gitignore', '_npmrc', '.env'];
  const stores = row.pattern === 'storage-first';
  (stores ? absent : present).push('services/orders/handlers/create.ts');
  (stores ? present : absent).push(
    'services/orders/handlers/process.ts',
    'infra/lib/intake.ts',
    'infra/lib/intake-integration.ts',
    'infra/redrive.ts',
    'services/orders/throttle.ts',
  );
  const oneDomain = row.pattern === 'spa-single-domain' || row.pattern === 'secured';
  (oneDomain ? present : absent).push('infra/services.ts', 'infra/lib/api-behaviors.ts');
  const services = Array.isArray(row.services) ? row.services : ['orders'];
  for (const name of ['order-items', 'a1'])
    (services.includes(name) ? present : absent).push(
      `services/${name}/infra.ts`,
      `services/${name}/handlers/create.ts`,
      `services/${name}/test/e2e.test.ts`,
    );
  // What failed comes back from dead letters, or is read again from a stream.
  const streams = row.intake === 'kinesis' || row.intake === 'dynamodb';
  const workflow = row.intake === 'stepfunctions';
  (stores && !streams && !workflow ? present : absent).push('infra/lib/work-queue.ts');
  (stores && streams ? present : absent).push('infra/lib/failure-queue.ts');
  const keepsObjects = ['s3', 'firehose'].includes(String(row.intake));
  (keepsObjects ? present : absent).push('infra/lib/order-bucket.ts', 'services/orders/stored-object.ts');
  const fronted = row.pattern === 'spa-regional-api';
  (fronted ? present : absent).push('infra/lib/api-front.ts');
  // Behind the one distribution of pattern 5 an API is locked nowhere.
  (fronted || oneDomain ? present : absent).push('infra/lib/origin-lock.ts');
  const lock = lockOf(row);
  (lock === 'none' ? absent : present).push('test/infra/origin-lock.test.ts', 'test/e2e/origin-lock.test.ts');
  (lock === 'mtls' ? present : absent).push('infra/origin-ca.pem', 'infra/origin-certificates.ts');
  (hasSite(row) ? present : absent).push(...siteFiles);
  (hasSite(row) ? present : absent).push('infra/lib/sign-in.ts');
  // An API is public only where that was asked for, which nobody has to do: it is the default.
  const auth = String(row.auth ?? (row.pattern === 'secured' ? 'cognito' : 'none'));
  present.push('infra/lib/api-auth.ts', 'test/caller.ts');
  (auth === 'none' ? absent : present).push(
    'infra/public-routes.ts',
    'test/infra/authorised.test.ts',
    'test/infra/found-routes.test.ts',
  );
  const files: Record<string, string[]> = {
    'cognito both': ['infra/lib/user-pool.ts', 'services/auth/handlers/token-scopes.ts'],
    'lambda both': [
      'infra/api-keys.ts',
      'infra/lib/api-keys-table.ts',
      'services/auth/handlers/authorize.ts',
    ],
    'cognito both lambda': ['infra/lib/auth-stack.ts'],
  };
  for (const [kinds, paths] of Object.entries(files))
    (kinds.split(' ').includes(auth) ? present : absent).push(...paths);
  const signsIn = hasSite(row) && auth !== 'none';
  (signsIn ? present : absent).push('web/src/session.ts');
  const secured = row.pattern === 'secured';
  (secured ? present : absent).push('infra/edge/page-routing.ts', 'infra/edge/features.ts');
  (hasSite(row) && !secured ? present : absent).push('infra/edge/page-routing.js');
  const edge = secured ? ((row.edge as string[] | undefined) ?? usualEdge) : [];
  for (const [feature, paths] of Object.entries(edgeFiles)) {
    (edge.includes(feature) ? present : absent).push(...paths);
  }
  // A token is checked by Lambda@Edge, a password by a CloudFront Function.
  const byToken = edge.includes('secure-site') && auth !== 'lambda';
  const byPassword = edge.includes('secure-site') && auth === 'lambda';
  // Lambda@Edge also picks the Region of a bucket.
  (byToken || edge.includes('failover') ? present : absent).push(
    'infra/lib/edge-lambda.ts',
    'docs/edge-functions.md',
  );
  (byToken ? present : absent).push('infra/edge/signed-in.ts', 'infra/edge/handlers/viewer.ts');
  (byPassword ? present : absent).push('infra/edge/password.ts', 'infra/site-password.ts');
  (oneDomain ? present : absent).push('test/visitor.ts');
  (secured && !byToken ? present : absent).push('infra/edge/cloudfront-function.ts');
  (row.frontend === 'angular' ? present : absent).push('web/angular.json');
  (hasSite(row) && row.frontend !== 'angular' ? present : absent).push('web/vite.config.ts');
  ((row.ci ?? 'github') === 'github' ? present : absent).push(
    '.github/workflows/ci.yml',
    '.github/workflows/deploy.yml',
  );
  (row.ci === 'gitlab' ? present : absent).push('.gitlab-ci.yml');
  for (const [manager, path] of Object.entries(lockFiles)) {
    (row.packageManager === manager ? present : absent).push(path);
  }
  return { present, absent };
}
