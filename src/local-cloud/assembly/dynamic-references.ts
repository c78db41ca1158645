import type { Notice } from './notices.ts';
import { secretValue } from './secret-value.ts';
import type { Subject } from './shape.ts';

/** How dynamic references find what they name. */
export interface Vault {
  secret(idOrArn: string): Subject | undefined;
  parameter(name: string, region: string): string | undefined;
}

/**
 * Replaces `{{resolve:secretsmanager:...}}`, `{{resolve:ssm:...}}` and `{{resolve:ssm-secure:...}}` by values of
 * resources of the model. One that nothing in the model holds stays as it is and is named.
 * Source: CloudFormation User Guide, dynamic references.
 */
export function resolveDynamicReferences(text: string, region: string, vault: Vault, notice: Notice): string {
  if (!text.includes('{{resolve:')) return text;
  return text.replace(/\{\{resolve:(secretsmanager|ssm|ssm-secure):([^}]*)\}\}/g, (whole, service, rest) => {
    const value =
      service === 'secretsmanager'
        ? secretReference(rest, vault)
        : vault.parameter(rest.replace(/:\d+$/, ''), region);
    if (value === undefined) notice(`${whole} names nothing in this project; it is left as it is`);
    return value ?? whole;
  });
}

/** `<id or ARN>:SecretString:<json key>:<version stage>:<version id>`, all but the first optional. */
function secretReference(reference: string, vault: Vault): string | undefined {
  const parts = reference.split(':');
  const length = reference.startsWith('arn:') ? 7 : 1;
  const secret = vault.secret(parts.slice(0, length).join(':'));
  if (!secret) return undefined;
  const value = secretValue(secret);
  const key = parts[length + 1];
  if (!key) return value;
  try {
    const member = JSON.parse(value)[key];
    return member === undefined ? undefined : String(member);
  } catch {
    return undefined;
  }
}
