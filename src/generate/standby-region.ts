import { regionFaults } from './aws-names.ts';
import type { Draft } from './option.ts';

/** Two Regions of each part of the world, both open in every account (AWS general reference, "AWS Regions", 2026). */
const pairs: Record<string, readonly [string, string]> = {
  ap: ['ap-southeast-1', 'ap-northeast-1'],
  eu: ['eu-central-1', 'eu-west-1'],
  us: ['us-east-2', 'us-west-2'],
  ca: ['ca-central-1', 'us-east-2'],
  sa: ['us-east-2', 'us-west-2'],
};

/** The Region for a copy of what is in another one: near it, and open in every account. */
export function standbyRegionOf(region: string): string {
  const [first, second] = pairs[region.slice(0, 2)] ?? ['eu-central-1', 'eu-west-1'];
  return region === first ? second : first;
}

/** Faults of the Region for a copy: another one than that of what is copied. */
export function standbyRegionFaults(standby: string, { region }: Draft): string[] {
  if (standby !== region) return regionFaults(standby);
  return [
    `--failover-region is ${standby}, as --region is. Give another one, such as ${standbyRegionOf(standby)}.`,
  ];
}
