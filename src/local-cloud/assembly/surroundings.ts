import type { Notice } from './notices.ts';
import { type Subject, text } from './shape.ts';
import type { StackScope, Surroundings } from './stack-scope.ts';

/** How the stacks of an assembly see each other: exports, outputs, secrets and parameters. */
export function createSurroundings(
  scopes: readonly StackScope[],
  nested: ReadonlyMap<StackScope, ReadonlyMap<string, StackScope>>,
  notice: Notice,
): Surroundings {
  const ofType = (type: string): { ref: unknown; subject: Subject }[] =>
    scopes.flatMap((scope) =>
      scope.ids
        .filter((id) => scope.resource(id).Type === type)
        .map((id) => ({ ref: scope.ref(id), subject: scope.subject(id) })),
    );
  return {
    notice,
    vault: {
      secret: (idOrArn) =>
        ofType('AWS::SecretsManager::Secret').find(
          ({ ref, subject }) =>
            ref === idOrArn || text(subject, 'Name') === idOrArn || isPartialArn(idOrArn, ref),
        )?.subject,
      parameter: (name, region) => {
        const found = ofType('AWS::SSM::Parameter').find(
          ({ ref, subject }) => ref === name && subject.region === region,
        );
        return found && text(found.subject, 'Value');
      },
    },
    importValue: (name, from) => {
      for (const scope of scopes) {
        if (scope.region !== from.region || scope.account !== from.account) continue;
        const output = scope.exported(name);
        if (output !== undefined) return scope.output(output);
      }
      notice(`no stack of this project exports "${name}"; the name stands in its place`);
      return name;
    },
    stackOutput: (stack, output, region) => {
      // Across accounts CDK names the stack by its ARN, arn:...:stack/<name>/*.
      const name = stack.startsWith('arn:') ? (stack.split('/')[1] ?? stack) : stack;
      const found = scopes.find((scope) => scope.name === name && scope.region === region)?.output(output);
      if (found === undefined)
        notice(`no stack ${name} in ${region} has an output ${output}; its name stands in its place`);
      return found ?? `${name}.${output}`;
    },
    nested: (stack, logicalId) => nested.get(stack)?.get(logicalId),
  };
}

/** Secrets may be named by an ARN without the six characters at its end. */
const isPartialArn = (arn: string, full: unknown) =>
  arn.startsWith('arn:') && typeof full === 'string' && full.replace(/-[A-Za-z0-9]{6}$/, '') === arn;
