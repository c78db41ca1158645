import type { Cloud } from '../contract.ts';

/** Says once a deploy what of a template behaves differently here, or would fail on AWS. */
export type Notice = (text: string) => void;

export const noticeTo =
  (cloud: Cloud): Notice =>
  (text) =>
    cloud.trace({ traceId: '', kind: 'notice', source: 'gateway', text });
