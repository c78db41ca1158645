import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AssemblyError } from '../assembly/assembly-error.ts';
import { type BuiltModel, buildModel } from '../assembly/model.ts';
import type { AssemblyInput } from '../assembly/template.ts';
import { type Build, openBuild } from './build.ts';
import type { LocalConfig } from './config.ts';
import { ProjectError } from './esbuild.ts';
import { appsToStart, homeOf } from './home.ts';
import { readConfig } from './read-config.ts';
import { openSite } from './site-build.ts';
import { synthesise } from './synth.ts';

/** A project on disk: its configuration, its functions' code and its CDK apps. */
export interface Project {
  root: string;
  config: LocalConfig;
  /**
   * Bundles what the files concern, all without them. Gives the folders of the changed bundles. `isDone` is asked when bundles
   * are made: unless it says so, the files may have been half written, and nothing is kept.
   */
  build(changedFiles?: ReadonlySet<string>, isDone?: () => Promise<boolean>): Promise<string[]>;
  /**
   * Synthesises the apps whose inputs changed, all of them into one model. `bundled` is called when no app is to be bundled
   * any more, which is before the apps have run.
   */
  synth(bundled?: () => void): Promise<BuiltModel>;
  /** Absolute paths of the files behind the last `build` and the last `synth`. */
  inputs: { code: ReadonlySet<string>; infra: ReadonlySet<string> };
  /** URLs of modules that the function in a folder imports, and that may be loaded ahead of it. */
  earlyModules(folder: string): readonly string[];
  /** True for a file whose change asks for another build of the site in `web/`. */
  isSiteSource(file: string): boolean;
  /** While a dev server shows the site, its build is made only where CDK would find none. */
  showsSource: boolean;
  close(): Promise<void>;
}

/**
 * Opens the project in a folder.
 * @throws ProjectError when it is none, or when its configuration does not build
 */
export async function openProject(root: string, overrides: LocalConfig = {}): Promise<Project> {
  if (!existsSync(root)) throw new ProjectError(`There is no folder ${root}.`);
  const home = homeOf(root);
  const config = { ...(await readConfig(home)), ...overrides };
  const apps = appsToStart(root, home, config);
  const folders = [...new Set([root, ...apps])].filter((folder) => existsSync(join(folder, 'build.mjs')));
  const builds = (await Promise.all(folders.map(openBuild))).filter(
    (build): build is Build => build !== undefined,
  );
  const site = openSite(root);
  const runSite = async () => (site && !(project.showsSource && site.isThere()) ? await site.run() : false);
  /** Processes of apps that have done their work, and end. */
  const leaving = new Set<Promise<void>>();
  const inputs = { code: new Set<string>(), infra: new Set<string>() };
  const project: Project = {
    root,
    config,
    inputs,
    showsSource: false,
    isSiteSource: (file) => !project.showsSource && (site?.concerns(file) ?? false),
    build: async (changedFiles, isDone = async () => true) => {
      const siteChanged =
        site && (!changedFiles || [...changedFiles].some(site.concerns)) && (await isDone())
          ? await runSite()
          : false;
      const changed = await Promise.all(
        builds.map((build) => build.run(filesOf(build, builds, changedFiles), isDone)),
      );
      inputs.code = new Set(builds.flatMap((build) => build.inputs()));
      return siteChanged && site ? [...changed.flat(), site.output] : changed.flat();
    },
    synth: async (bundled = () => {}) => {
      for (const build of builds) build.prepare();
      // CDK reads the built site; without one there is nothing to deploy.
      await runSite();
      const distFolders = builds.flatMap((build) => build.folders());
      let unbundled = apps.length;
      const onBundled = () => {
        unbundled -= 1;
        if (unbundled === 0) bundled();
      };
      const onLeave = (end: Promise<void>) => {
        leaving.add(end);
        void end.then(() => leaving.delete(end));
      };
      const synthesised = await Promise.all(
        apps.map((app) => synthesise({ app, context: config.context, distFolders, onBundled, onLeave })),
      );
      inputs.infra = new Set(synthesised.flatMap((app) => app.inputs));
      return modelOf(
        synthesised.map(({ assembly }) => assembly),
        config,
      );
    },
    earlyModules: (folder) => builds.flatMap((build) => build.earlyModules(folder)),
    close: async () => {
      await Promise.all([...leaving, ...builds.map((build) => build.close())]);
    },
  };
  return project;
}

/** The changed files that a build has to see: its own, and those that no build knows yet. */
function filesOf(
  build: Build,
  all: Build[],
  files: ReadonlySet<string> | undefined,
): ReadonlySet<string> | undefined {
  if (!files) return undefined;
  const own = new Set(build.inputs());
  const known = new Set(all.flatMap((one) => one.inputs()));
  return new Set([...files].filter((file) => own.has(file) || !known.has(file)));
}

function modelOf(assemblies: AssemblyInput[], config: LocalConfig): BuiltModel {
  const stacks = assemblies.flatMap((assembly) => assembly.stacks);
  for (const stack of stacks) stack.parameters = { ...stack.parameters, ...config.parameters?.[stack.name] };
  try {
    return buildModel({ stacks, assets: new Map(assemblies.flatMap(({ assets }) => [...assets])) });
  } catch (error) {
    if (error instanceof AssemblyError)
      throw new ProjectError(`The templates cannot be deployed. ${error.message}`, error);
    throw error;
  }
}
