import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type LayerFile, layerFiles } from '../../src/generate/layer-files.ts';
import { templatesRoot } from '../../src/generate/templates-root.ts';

/** Every layer under templates/, whether or not a pattern takes it. */
export function allLayers(): string[] {
  const below = (folder: string) =>
    readdirSync(join(templatesRoot(), folder)).map((name) => `${folder}/${name}`);
  return ['base', ...below('parts'), ...below('patterns')];
}

/** Every file of every layer, with an id that names both. */
export function allLayerFiles(): { id: string; layer: string; file: LayerFile }[] {
  return allLayers().flatMap((layer) =>
    layerFiles(layer).map((file) => ({ id: `${layer}:${file.path}`, layer, file })),
  );
}
