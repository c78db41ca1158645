import type { Cloud, Model, RunningService, Service } from '../contract.ts';
import { authorizerCache } from './authorizers/cache.ts';
import { signingKeys } from './authorizers/signing-keys.ts';
import { compileDomains } from './domains.ts';
import type { Gateway } from './gateway.ts';
import { compileHttpApis } from './http/compile.ts';
import { inspect } from './inspect.ts';
import { noticeTo } from './notices.ts';
import { compileRestApis } from './rest/compile.ts';
import { attachWebAcls } from './rest/web-acl-association.ts';
import { type Compiled, sitesOf } from './sites.ts';
import { snapshotOf } from './snapshot.ts';
import { supports } from './supports.ts';

/** API Gateway: each HTTP API, REST API and custom domain of the templates as a site, routed and authorised as deployed. */
export const gateway: Service = {
  name: 'gateway',
  supports,
  start: async (cloud) => startGateway(cloud, () => Date.now()),
};

/** The room over a clock of one's own. */
export const createGateway = (now: () => number): Service => ({
  ...gateway,
  start: async (cloud) => startGateway(cloud, now),
});

function startGateway(cloud: Cloud, now: () => number): RunningService {
  // A load test on a laptop may want more than the limits of the templates allow.
  const throttling = cloud.config.gateway?.throttling !== false;
  const room: Gateway = { cloud, cache: authorizerCache(), keys: signingKeys(cloud, now), throttling, now };
  let compiled: Compiled = { httpApis: new Map(), restApis: new Map(), domains: [] };
  const forget = () => {
    room.cache.clear();
    room.keys.clear();
  };
  return {
    deploy: async () => {
      forget();
      compiled = compile(cloud.model);
      inspect(cloud.model, compiled, noticeTo(cloud));
    },
    sites: () => sitesOf(room, compiled),
    // A rebuilt authorizer judges anew.
    codeChanged: async () => room.cache.clear(),
    reset: async () => forget(),
    snapshot: async () => ({ apis: snapshotOf(compiled) }),
    close: async () => forget(),
  };
}

function compile(model: Model): Compiled {
  const restApis = compileRestApis(model);
  attachWebAcls(model, restApis);
  return {
    httpApis: new Map(compileHttpApis(model).map((api) => [api.id, api])),
    restApis: new Map(restApis.map((api) => [api.id, api])),
    domains: compileDomains(model),
  };
}
