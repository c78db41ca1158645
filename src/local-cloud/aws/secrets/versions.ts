import { uuid } from '../../assembly/identifiers.ts';
import { AwsError } from '../../aws-error.ts';
import type { Properties } from '../../contract.ts';

/** Time is in milliseconds since the epoch. */
export interface Version {
  id: string;
  value: { SecretString?: string; SecretBinary?: string };
  at: number;
}

/** The version that the template or the configuration gives. */
export const initial = (arn: string, SecretString: string): Version => ({
  id: uuid(arn),
  value: { SecretString },
  at: 0,
});

/** Labels of a version by its place. */
export const stages = (index: number): string[] => [['AWSCURRENT'], ['AWSPREVIOUS']][index] ?? [];

/** @throws AwsError when no version has the id or the label */
export function indexOf(versions: Version[], { VersionId, VersionStage }: Properties): number {
  const index = versions.findIndex(
    ({ id }, at) =>
      (VersionId === undefined || id === VersionId) &&
      (VersionStage === undefined && VersionId !== undefined
        ? true
        : stages(at).includes(String(VersionStage ?? 'AWSCURRENT'))),
  );
  if (index >= 0) return index;
  const wanted = VersionId === undefined ? `staging label: ${VersionStage}` : `VersionId: ${VersionId}`;
  const message = `Secrets Manager can't find the specified secret value for ${wanted}`;
  throw new AwsError('ResourceNotFoundException', message);
}
