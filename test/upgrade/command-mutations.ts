import type { Mutation } from './mutations.ts';

/** A bug outside of the merge, and the test file that has to find it. */
export interface CommandMutation extends Mutation {
  test: string;
}

const losses = 'test/upgrade/aws/losses.test.ts';
const stateful = 'test/upgrade-command/stateful.test.ts';
const record = 'test/project/record.test.ts';
const generations = 'test/upgrade-command/generations.test.ts';
const conflicts = 'test/upgrade-command/conflicts.test.ts';
const edits = 'test/upgrade-command/edits.test.ts';

/** Bugs in what a command does around the merge: apply, undo, record, restored bases, what is lost in AWS. */
export const commandMutations: CommandMutation[] = [
  {
    name: 'another Region is no loss',
    test: losses,
    file: 'aws/losses.ts',
    from: 'if (stack[where] === there[where] || !stack[where] || !there[where]) continue;',
    to: 'if (there) continue;',
  },
  {
    name: 'another type of a key is no loss',
    test: losses,
    file: 'aws/losses.ts',
    from: "return old.Type.startsWith('AWS::DynamoDB::') &&",
    to: "return old.Type === '' &&",
  },
  {
    name: 'a lost retention is no loss',
    test: losses,
    file: 'aws/losses.ts',
    from: 'isRetained(old[policy]) && !isRetained(now[policy])',
    to: '!isRetained(old[policy]) && isRetained(now[policy])',
  },
  {
    name: 'a service is where the project is',
    test: stateful,
    file: 'aws/contract.ts',
    from: "...(homes?.get(part) ?? { region, account: '' }),",
    to: "...{ region, account: '' },",
  },
  {
    name: 'a list of resources has no keys',
    test: stateful,
    file: 'aws/contract.ts',
    from: '...(fixed ? { Properties: fixed } : {}),',
    to: '',
  },
  {
    name: 'new answers are judged by a part',
    test: stateful,
    file: '../cli/upgrade/prepare.ts',
    from: 'leftOut.length > 0 && hasNewAnswers(answers) ? plan.whole : plan;',
    to: 'plan;',
  },
  {
    name: 'losses are written all the same',
    test: stateful,
    file: '../cli/commands/upgrade.ts',
    from: 'refuseLosses(prepared, flags.accept);',
    to: '',
  },
  {
    name: 'undo leaves new files',
    test: conflicts,
    file: '../project/upgrade/undo.ts',
    from: 'return [{ path, before: here, after: original }];',
    to: 'return original ? [{ path, before: here, after: original }] : [];',
  },
  {
    name: 'what cannot be merged is not put aside',
    test: edits,
    file: '../project/upgrade/apply.ts',
    from: 'return [...aside, ...own,',
    to: 'return [...own,',
  },
  {
    name: 'deleted files stay',
    test: edits,
    file: '../project/upgrade/transaction.ts',
    from: 'if (step.before) disk.removeFile(join(root, step.path));',
    to: '',
  },
  {
    name: 'a content is not compared with its digest',
    test: record,
    file: '../project/record-read.ts',
    from: 'if (sha256(content) !== read.h || gitBlobId(content) !== read.g)',
    to: 'if (content.length < 0)',
  },
  {
    name: 'a record may name any path',
    test: record,
    file: '../project/record-read.ts',
    from: 'if (unsafe) return unsafe;',
    to: '',
  },
  {
    name: 'a content may be of any size',
    test: record,
    file: '../project/record-read.ts',
    from: 'const maxOutputLength = Math.max(1, room);',
    to: 'const maxOutputLength = 2 ** 30;',
  },
  {
    name: 'a render is taken whatever its digest',
    test: generations,
    file: '../project/upgrade/restore-base.ts',
    from: 'if (entry && sha256(entry.content) === lost.sha256)',
    to: 'if (entry)',
  },
  {
    name: 'an edited file of the tool is taken for its own base',
    test: generations,
    file: '../project/upgrade/restore-base.ts',
    from: 'if (path === toolFile && yours && isIntact(yours)) {',
    to: 'if (path === toolFile && yours) {',
  },
];
