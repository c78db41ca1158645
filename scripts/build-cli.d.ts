import type { Metafile, Plugin } from 'esbuild';

/** Bundles the command line into a folder and gives the metafile of esbuild. More plugins are for tests. */
export function buildCli(outdir: string, plugins?: Plugin[]): Promise<Metafile>;
