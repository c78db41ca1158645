import type { Model, Resource } from './contract.ts';

/** The bucket of a name: its own, its logical id, or a construct's on its path. Throws unless there is exactly one. */
export function findBucket(model: Model, name: string): Resource {
  const all = model.byType('AWS::S3::Bucket');
  const exact = all.filter(({ ref, arn, logicalId }) => [ref, arn, logicalId].includes(name));
  const found = exact.length > 0 ? exact : all.filter(({ path }) => `/${path}/`.includes(`/${name}/`));
  const [only] = found;
  if (only && found.length === 1) return only;
  const names = (found.length > 0 ? found : all).map(({ logicalId }) => logicalId);
  throw new Error(
    found.length > 0
      ? `"${name}" stands for several buckets: ${names.join(', ')}.`
      : `There is no bucket "${name}". There are: ${names.join(', ')}.`,
  );
}
