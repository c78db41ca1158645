import { digits } from './identifiers.ts';
import { type Subject, seedOf, text } from './shape.ts';

const lower = 'abcdefghijklmnopqrstuvwxyz';
const number = '0123456789';
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

interface GenerateSecretString {
  SecretStringTemplate?: string;
  GenerateStringKey?: string;
  PasswordLength?: number | string;
  ExcludeCharacters?: string;
  ExcludeLowercase?: boolean | string;
  ExcludeUppercase?: boolean | string;
  ExcludeNumbers?: boolean | string;
  ExcludePunctuation?: boolean | string;
}

/**
 * What a secret of the model holds: its `SecretString`, else one made after `GenerateSecretString`, the same in
 * every run. Source: CloudFormation, AWS::SecretsManager::Secret GenerateSecretString.
 */
export function secretValue(subject: Subject): string {
  const given = text(subject, 'SecretString');
  if (given !== undefined) return given;
  const rule = (subject.property('GenerateSecretString') ?? {}) as GenerateSecretString;
  const password = generated(rule, seedOf(subject));
  if (!rule.GenerateStringKey) return password;
  try {
    return JSON.stringify({
      ...JSON.parse(rule.SecretStringTemplate ?? '{}'),
      [rule.GenerateStringKey]: password,
    });
  } catch {
    return password;
  }
}

function generated(rule: GenerateSecretString, seed: string): string {
  const isOn = (name: keyof GenerateSecretString) => rule[name] === true || rule[name] === 'true';
  const all = [
    isOn('ExcludeLowercase') ? '' : lower,
    isOn('ExcludeUppercase') ? '' : lower.toUpperCase(),
    isOn('ExcludeNumbers') ? '' : number,
    isOn('ExcludePunctuation') ? '' : punctuation,
  ].join('');
  const allowed = [...all].filter((character) => !String(rule.ExcludeCharacters ?? '').includes(character));
  return digits(`secret/${seed}`, Number(rule.PasswordLength ?? 32), allowed.join('') || lower);
}
