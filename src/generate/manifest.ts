import { arrangeManifest, type JsonObject } from './json.ts';
import { scriptsOf } from './scripts.ts';
import type { View } from './view.ts';

/** The package.json at the root of a project, from what its layers ship. */
export function projectManifest(merged: JsonObject, view: View): JsonObject {
  return arrangeManifest({
    name: view.slug,
    version: '0.1.0',
    private: true,
    description: view.name,
    ...merged,
    // A part may bring commands of its own; those that every project has are the same everywhere.
    scripts: { ...(merged.scripts as JsonObject), ...scriptsOf(view) },
  });
}
