import { codeScenarios } from './code.ts';
import { dataScenarios } from './data.ts';
import { fileScenarios } from './files.ts';
import { renameScenarios } from './renames.ts';
import { textScenarios } from './texts.ts';

/** Realistic upgrades of a project, each with its right outcome. */
export const scenarios = {
  files: fileScenarios,
  renames: renameScenarios,
  code: codeScenarios,
  data: dataScenarios,
  texts: textScenarios,
};
