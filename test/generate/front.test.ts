import { describe, expect, it } from 'vitest';
import { resolve } from '../../src/generate/answers.ts';
import { frontOf } from '../../src/generate/front.ts';
import { render } from '../../src/generate/render.ts';

const given = (more: Record<string, unknown>) => ({
  pattern: 'microservices',
  name: 'My shop',
  domain: 'example.com',
  domainStyle: 'path',
  ...more,
});
const faults = (more: Record<string, unknown>) => {
  const resolved = resolve(given(more));
  return 'faults' in resolved ? resolved.faults.map(({ message }) => message) : [];
};
const answersOf = (more: Record<string, unknown>) => {
  const resolved = resolve(given(more));
  if ('faults' in resolved) throw new Error(JSON.stringify(resolved.faults));
  return resolved.answers;
};
const inTwo = 'orders:111122223333,customers:444455556666';

describe('a host that services share', () => {
  it.each([
    [{}, 'mapping'],
    [{ services: 'orders:111122223333:eu-west-1,customers:111122223333' }, 'mapping'],
    [{ services: 'orders,customers::us-east-1' }, 'distribution'],
    [{ services: inTwo, edgeAccount: '555566667777' }, 'distribution'],
    [{ services: inTwo, domainStyle: 'subdomain' }, undefined],
  ])('with %j is made by %s', (more, front) => {
    expect(frontOf(answersOf(more))).toBe(front);
  });

  it.each([
    [{ services: inTwo }, '--domain-style path across accounts needs --edge-account'],
    [{ services: inTwo, edgeAccount: '5555' }, '"5555" is not an AWS account id'],
    [{ edgeAccount: '555566667777' }, '--edge-account applies only with --domain-style path and services in'],
    [{ api: 'rest', endpoint: 'edge' }, 'Leave out --endpoint edge, or give --domain-style subdomain.'],
    [
      { services: inTwo, edgeAccount: '555566667777', api: 'rest', auth: 'iam' },
      'under another host than callers have signed for with --auth iam',
    ],
    [{ auth: 'lambda' }, 'by which --auth lambda knows what callers may do'],
    [{ auth: 'iam', api: 'rest' }, 'by which --auth iam knows what callers may do'],
    [{ auth: 'cognito' }, 'by which --auth cognito knows what callers may do'],
    [{ domain: '' }, '--domain-style applies only with pattern 2 and --domain'],
  ])('is refused with %j', (more, says) => {
    const [fault, ...others] = faults(more);
    expect(others).toEqual([]);
    expect(fault).toContain(says);
  });

  it('is in the edge account, with the services that it leads to', () => {
    const tree = render(answersOf({ services: inTwo, edgeAccount: '555566667777' }), Buffer.from(''));
    const text = (path: string) => Buffer.from(tree.get(path)?.content ?? '').toString();
    expect(text('services/api/infra/config.ts')).toContain('account: "555566667777"');
    expect(text('services/api/infra/services.ts')).toContain('"customers"');
    expect(text('services/orders/infra/config.ts')).toContain('account: "111122223333"');
    expect(text('services/customers/infra/peers.ts')).toContain('"https://orders.api.dev.example.com"');
  });

  it('is where services find each other when mappings make it', () => {
    const tree = render(answersOf({}), Buffer.from(''));
    const peers = Buffer.from(tree.get('services/customers/infra/peers.ts')?.content ?? '').toString();
    expect(peers).toContain('"https://api.dev.example.com"');
    expect(peers).toContain('"https://api.example.com"');
  });
});
