// Says who gets the release that was deployed last, without a deploy. Both names are outputs:
//   rollout <store ARN> <bucket> [percent [release]]  shows the releases, or gives a share of the visitors that in web/dist
//   promote <store ARN> <bucket>                      gives it to everybody
//   rollback <store ARN> <bucket>                     takes it back; after a promotion, goes back to the release before
import { fileURLToPath } from "node:url";
import { requireDeployed } from "./deployed-release.ts";
import { type Releases, releasesKey } from "./edge/releases.ts";
import { readSetting, runCommand, UsageError, writeSetting } from "./edge-settings.ts";
import { builtRelease } from "./lib/release.ts";

/** Gives a share of the visitors a release. @throws UsageError */
export function shared(now: Releases, percent: number, release: string): Releases {
  if (!(percent >= 0 && percent <= 100))
    throw new UsageError("The share is a number from 0 to 100, in percent.");
  if (release === now.stable) throw new UsageError(`Release ${release} is what everybody has already.`);
  return { ...now, candidate: release, percent };
}

/** Gives everybody the candidate. @throws UsageError */
export function promoted({ stable, candidate }: Releases): Releases {
  if (!candidate) throw new UsageError("There is no candidate: give a share of the visitors one first.");
  return { stable: candidate, previous: stable };
}

/** Takes the candidate back, or the last promotion. @throws UsageError */
export function rolledBack({ stable, candidate, previous }: Releases): Releases {
  if (candidate) return { stable, ...(previous ? { previous } : {}) };
  if (!previous) throw new UsageError("There is no release before this one.");
  return { stable: previous };
}

/** Where the releases of a site are: the ARN of its key value store, and its bucket. */
export interface Place {
  storeArn: string;
  bucket: string;
}

/**
 * Reads the releases, changes them and writes them back, if all that visitors would get is in the bucket. Before the first
 * command nobody has chosen one, and everybody gets what was deployed last: the change then begins with that, `isNew`.
 * @throws UsageError
 */
export async function change(
  { storeArn, bucket }: Place,
  next: (now: Releases, isNew: boolean) => Releases,
): Promise<Releases> {
  const known = await readSetting<Releases>(storeArn, releasesKey);
  const changed = next(known ?? { stable: builtRelease() }, known === undefined);
  await requireDeployed(bucket, changed);
  await writeSetting(storeArn, releasesKey, changed);
  return changed;
}

const lastDeploy = "No release is chosen: visitors get the last deploy.";

const commands: Record<string, (place: Place, argv: string[]) => Promise<unknown>> = {
  rollout: async (place, [percent, release = builtRelease()]) =>
    percent
      ? // The first one that is chosen is what everybody has: later deploys do not change that.
        change(place, (now, isNew) =>
          isNew && release === now.stable ? now : shared(now, Number(percent), release),
        )
      : ((await readSetting(place.storeArn, releasesKey)) ?? lastDeploy),
  promote: (place) => change(place, (now, isNew) => (isNew ? now : promoted(now))),
  rollback: (place) => change(place, rolledBack),
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name = "", ...argv] = process.argv.slice(2);
  const place = "<store ARN> <bucket>";
  const usage = `rollout ${place} [percent [release]], promote ${place}, rollback ${place}`;
  await runCommand(usage, argv, async (storeArn, [bucket, ...rest]) => {
    const command = commands[name];
    if (!command) throw new UsageError(`There is no command "${name}".`);
    if (!bucket || /^\d+$/.test(bucket))
      throw new UsageError("Name the bucket of the site: the output SiteBucket of the content stack.");
    return JSON.stringify(await command({ storeArn, bucket }, rest));
  });
}
