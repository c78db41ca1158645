import { canonical, type Stack, sameStack, type Told } from './stack.ts';

/** CloudFront removes the copies of a function hours after its last distribution has let go of it. */
export function replicaSteps(before: readonly Stack[], after: readonly Stack[]): Told[] {
  const named = edgeFunctions(before);
  return before.flatMap((stack) => {
    // Where the stack itself goes, it is deleted by hand, and the functions with it.
    const there = sameStack(after, stack)?.resources ?? {};
    return Object.entries(stack.resources)
      .filter(([logicalId, { Type }]) => {
        return Type === 'AWS::Lambda::Function' && named.includes(`"${logicalId}"`) && !there[logicalId];
      })
      .map(([logicalId]) => ({
        stack: stack.name,
        message: `${logicalId} in ${stack.name} has copies at CloudFront's edges, which go hours after the deploy. Until then its deletion fails (DELETE_FAILED); delete the function or its stack again later.`,
      }));
  });
}

/** What distributions have at Lambda@Edge and the versions that they name, as text that names their functions. */
function edgeFunctions(stacks: readonly Stack[]): string {
  const all = stacks.flatMap(({ resources }) => Object.entries(resources));
  const associations = all
    .filter(([, { Type }]) => Type === 'AWS::CloudFront::Distribution')
    .map(([, { Properties }]) => edgeParts(Properties))
    .join(' ');
  const versions = all.filter(
    ([id, { Type }]) => Type === 'AWS::Lambda::Version' && associations.includes(id),
  );
  return [associations, ...versions.map(([, { Properties }]) => canonical(Properties))].join(' ');
}

function edgeParts(value: unknown): string {
  if (value === null || typeof value !== 'object') return '';
  return Object.entries(value)
    .map(([key, item]) => (key === 'LambdaFunctionAssociations' ? canonical(item) : edgeParts(item)))
    .join(' ');
}
