// Says who gets the release that was deployed last, without a deploy:
//   rollout <store ARN> [percent [release]]    shows the releases, or gives a share of the visitors the release in web/dist
//   promote <store ARN>                        gives it to everybody
//   rollback <store ARN>                       takes it back; after a promotion, goes back to the release before
import { fileURLToPath } from "node:url";
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

/** Reads the releases, changes them and writes them back. */
export async function change(storeArn: string, next: (now: Releases) => Releases): Promise<Releases> {
  const now = await readSetting<Releases>(storeArn, releasesKey);
  if (!now) throw new UsageError("The store knows no release. Is it that of this site?");
  const changed = next(now);
  await writeSetting(storeArn, releasesKey, changed);
  return changed;
}

const commands: Record<string, (storeArn: string, argv: string[]) => Promise<unknown>> = {
  rollout: (storeArn, [percent, release]) =>
    percent
      ? change(storeArn, (now) => shared(now, Number(percent), release ?? builtRelease()))
      : readSetting(storeArn, releasesKey),
  promote: (storeArn) => change(storeArn, promoted),
  rollback: (storeArn) => change(storeArn, rolledBack),
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name = "", ...argv] = process.argv.slice(2);
  const usage = "rollout <store ARN> [percent [release]], promote <store ARN>, rollback <store ARN>";
  await runCommand(usage, argv, async (storeArn, rest) => {
    const command = commands[name];
    if (!command) throw new UsageError(`There is no command "${name}".`);
    return JSON.stringify(await command(storeArn, rest));
  });
}
