import { describe, expect, it } from 'vitest';
import { defaultOf, resolve } from '../../src/generate/answers.ts';
import { optionOf } from '../../src/generate/options.ts';
import { maximumServiceLength, readServices } from '../../src/generate/services.ts';

/** What the option table says of services of pattern 2, which takes accounts and Regions. */
const faults = (services: string | string[], pattern = 'microservices') => {
  const resolved = resolve({ pattern, name: 'My shop', services });
  const found = 'faults' in resolved ? resolved.faults : [];
  return found.filter(({ option }) => option === 'services').map(({ message }) => message);
};

describe('services', () => {
  it('are read with and without account and Region', () => {
    expect(readServices(['orders', 'a:111122223333', 'b:111122223333:eu-west-1', 'c::us-east-1'])).toEqual([
      { name: 'orders', account: '', region: '' },
      { name: 'a', account: '111122223333', region: '' },
      { name: 'b', account: '111122223333', region: 'eu-west-1' },
      { name: 'c', account: '', region: 'us-east-1' },
    ]);
    expect(readServices()).toEqual([{ name: 'orders', account: '', region: '' }]);
  });

  it.each([
    ['orders'],
    ['orders,customers,order-items'],
    [`orders,${'x'.repeat(maximumServiceLength)}`],
    ['orders:111122223333:eu-west-1,customers:444455556666,billing::us-east-1'],
  ])('may be %s', (services) => {
    expect(faults(services)).toEqual([]);
  });

  it.each([
    ['orders,Customers', 'lower-case'],
    ['orders,2nd', 'must start with a lower-case letter'],
    ['orders,order_items', 'may hold only'],
    ['orders,a--b', 'two in a row'],
    ['orders,a-', 'end with a hyphen'],
    [`orders,${'x'.repeat(maximumServiceLength + 1)}`, 'leave room for'],
    ['orders,web', 'keeps for another part'],
    ['orders,lib', 'keeps for another part'],
    ['orders,orders', 'names "orders" twice'],
    ['orders:111122223333,orders:444455556666', 'names "orders" twice, with other accounts'],
    ['orders,a-1,a1', '"a-1" and "a1" would give their tables and classes the same name'],
    ['orders:1111222233334', 'has 13 digits'],
    ['orders:account', 'is no number'],
    ['orders:111122223333:moon', '"moon" is not the name of an AWS Region'],
    ['orders:111122223333:eu-west-1:x', 'too many parts'],
    ['orders,:111122223333', 'must start with a lower-case letter'],
    ['customers', 'leaves out "orders"'],
  ])('may not be %s', (services, says) => {
    const [fault, ...more] = faults(services);
    expect(more).toEqual([]);
    expect(fault).toContain(says);
  });

  it('have no account of their own outside pattern 2', () => {
    expect(faults('orders:111122223333', 'spa-single-domain')).toEqual([
      '"orders:111122223333" names an account or a Region of its own, which services have only in pattern 2. Write "orders".',
    ]);
    expect(faults(['orders'], 'api').join()).toContain('--services applies only with');
  });

  it('tell every fault at once', () => {
    const says = faults('Shop:1111222233334:moon,web,web').join('\n');
    for (const part of [
      'lower-case',
      '13 digits',
      '"moon"',
      'another part',
      '"web" twice',
      'leaves out "orders"',
    ])
      expect(says).toContain(part);
  });

  it('are orders by default, and customers too in pattern 2', () => {
    const usual = (pattern: string) => defaultOf(optionOf('services'), { pattern });
    expect(usual('spa-single-domain')).toEqual(['orders']);
    expect(usual('microservices')).toEqual(['orders', 'customers']);
  });
});
