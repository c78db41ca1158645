import { block, facts, h } from '../dom.ts';
import { clock, pretty } from '../text.ts';

interface StateMachine {
  /** How many executions there are, by status. */
  counts: Record<string, number>;
  latest: {
    arn: string;
    name: string;
    status: string;
    state: string;
    input: string;
    error?: string;
    cause?: string;
    startedAt: number;
  }[];
}

/** Executions by status, and the latest ones with the state that each is in. */
export const stateMachinePanel = ({ counts, latest }: StateMachine): HTMLElement[] => [
  h('h3', {}, 'Executions'),
  latest.length === 0 ? h('p', { className: 'quiet' }, 'No executions.') : facts(Object.entries(counts)),
  ...latest.map(({ arn, name, status, state, input, error, cause, startedAt }) =>
    h(
      'details',
      { 'data-key': arn },
      h(
        'summary',
        { 'data-key': `${arn}-summary` },
        `${clock(startedAt)} ${name} `,
        h('span', { className: ['RUNNING', 'SUCCEEDED'].includes(status) ? 'quiet' : 'bad' }, status),
      ),
      facts([
        ['State', state],
        ['Error', error],
        ['Cause', cause],
      ]),
      block(pretty(input), 'Input'),
    ),
  ),
];
