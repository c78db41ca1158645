import { recordFolder } from '../../project/record.ts';
import { cliVersion } from '../version.ts';
import { changedAnswers } from './answers.ts';
import { actions } from './file-table.ts';
import type { Prepared } from './prepare.ts';
import { awsLines } from './print-aws.ts';
import { summary } from './print-plan.ts';

/** The upgrade in Markdown, for the text of a pull or merge request. */
export function reportOf({ plan, answers, aws, notes }: Prepared): string {
  const rows = actions.flatMap((action) =>
    plan.operations
      .filter(({ op, path }) => op === action && (op !== 'keep' || told(plan, path)))
      .map(({ path, from }) => `| ${action} | ${from ? `${code(from)} to ${code(path)}` : code(path)} |`),
  );
  const conflicts = plan.conflicts.map(
    ({ path, pointer, message }) => `- ${code(path)}${pointer ? ` ${code(pointer)}` : ''}: ${message}`,
  );
  const notices = plan.notices.map(({ path, message }) => `- ${code(path)}: ${message}`);
  const [, heading = '', ...deploy] = awsLines(aws);
  return [
    `Made by \`create-serverless-pattern upgrade\` ${cliVersion()}: ${summary(plan.operations)}`,
    ...section('Answers', list(changedAnswers(answers))),
    ...section('Conflicts to settle', conflicts.length > 0 ? [...conflicts, '', howToSettle(plan)] : []),
    ...section('Files', rows.length > 0 ? ['| | file |', '|---|---|', ...rows] : []),
    ...section(
      'Left out',
      plan.leftOut.map((path) => `- ${code(path)}`),
    ),
    ...section('Good to know', [...list(notes), ...notices]),
    ...section(heading.replace(/:$/, ''), deploy.length > 0 ? ['```text', ...deploy, '```'] : []),
    '',
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? ['', `## ${title}`, '', ...lines] : [];
}

function list(sentences: readonly string[]): string[] {
  return sentences.map((sentence) => `- ${sentence}`);
}

function told({ conflicts, notices }: Prepared['plan'], path: string): boolean {
  return [...conflicts, ...notices].some((each) => each.path === path);
}

function howToSettle({ incoming }: Prepared['plan']): string {
  const inline =
    'Settle them on this branch, then run `npx create-serverless-pattern upgrade --continue` and commit.';
  if (incoming.size === 0) return inline;
  return `${inline} The template's versions of ${[...incoming.keys()].map(code).join(', ')} lie in \`${recordFolder}/incoming\`, which git ignores: to see them, run the upgrade on your machine instead of taking this branch.`;
}

/** A path as code, whatever is in it. */
function code(path: string): string {
  const text = path.replaceAll('|', '\\|').replaceAll(/[\r\n]/g, ' ');
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${text}${fence}`;
}
