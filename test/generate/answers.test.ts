import { describe, expect, it } from 'vitest';
import { readValue, resolve } from '../../src/generate/answers.ts';
import { optionOf } from '../../src/generate/options.ts';

const faultsOf = (given: Record<string, unknown>) => {
  const resolved = resolve(given);
  return 'faults' in resolved ? resolved.faults : [];
};
const messages = (given: Record<string, unknown>) =>
  faultsOf(given)
    .map(({ message }) => message)
    .join('\n');
const good = { pattern: 'api', name: 'My shop' };

describe('answers', () => {
  it('are completed with defaults', () => {
    expect(resolve(good)).toEqual({
      answers: {
        ...good,
        slug: 'my-shop',
        api: 'http',
        auth: 'none',
        region: 'eu-west-1',
        stages: ['dev', 'prod'],
        domain: '',
        alarmsEmail: '',
        ci: 'github',
        packageManager: 'npm',
      },
    });
  });

  it('are not changed and share no list with the table', () => {
    const given = { ...good, stages: ['dev'] };
    const resolved = resolve(given);
    if ('answers' in resolved) resolved.answers.stages.push('x');
    expect(given.stages).toEqual(['dev']);
    const usual = resolve(good);
    if ('answers' in usual) usual.answers.stages.push('x');
    expect(resolve(good)).toMatchObject({ answers: { stages: ['dev', 'prod'] } });
  });

  it('may give a pattern by its number, as text or number', () => {
    for (const pattern of ['1', 1])
      expect(resolve({ ...good, pattern })).toMatchObject({ answers: { pattern: 'api' } });
  });

  it('tell all that is missing, without the faults that follow from it', () => {
    expect(faultsOf({}).map(({ option, missing }) => ({ option, missing }))).toEqual([
      { option: 'pattern', missing: true },
      { option: 'name', missing: true },
    ]);
  });

  it('tell every fault at once', () => {
    const all = messages({ ...good, regoin: 'x', region: 'moon', stages: ['Dev', 'Dev'], api: 'htp', ci: 7 });
    for (const says of [
      'Did you mean "region"?',
      '"moon"',
      '"Dev" twice',
      'Did you mean http?',
      '--ci takes a text',
    ]) {
      expect(all).toContain(says);
    }
  });

  it.each([
    [{ endpoint: 'edge' }, '--endpoint applies only with --api rest'],
    [
      { pattern: 'microservices', auth: 'iam' },
      '--auth iam in pattern 2 needs --api rest, as services call each other across accounts',
    ],
    [
      { pattern: 'microservices', auth: 'lambda', services: ['orders:111122223333'] },
      '--auth lambda across accounts needs --auth-account',
    ],
    [{ pattern: 'microservices', auth: 'lambda', authAccount: '1' }, '"1" is not an AWS account id'],
    [
      { pattern: 'microservices', auth: 'lambda', authAccount: '111122223333' },
      '--auth-account with --auth lambda needs the account of each service',
    ],
    [
      { authAccount: '111122223333' },
      '--auth-account applies only with pattern 2 and --auth cognito or lambda',
    ],
    [{ hostedZoneId: 'Z1' }, '--hosted-zone-id applies only with --domain'],
    [{ domain: 'shop.example.com', hostedZoneId: 'nope' }, 'is not the id of a hosted zone'],
    [{ domain: 'https://shop' }, 'is not a domain name'],
    [{ alarmsEmail: 'me' }, 'is not an e-mail address'],
    [{ stages: [] }, '--stages is empty'],
    [{ toString: 'x' }, '"toString" is not an option'],
  ])('%j is refused', (more, says) => {
    expect(messages({ ...good, ...more })).toContain(says);
  });
});

describe('a value', () => {
  it('of a list is split at commas', () => {
    expect(readValue(optionOf('stages'), ' dev, prod ,')).toEqual(['dev', 'prod']);
    expect(readValue(optionOf('stages'), ['dev'])).toEqual(['dev']);
    expect(readValue(optionOf('stages'), [1])).toBeUndefined();
  });

  it('of a text is a text', () => {
    expect(readValue(optionOf('name'), 'x')).toBe('x');
    for (const value of [1, null, {}, ['x'], true])
      expect(readValue(optionOf('name'), value)).toBeUndefined();
  });
});
