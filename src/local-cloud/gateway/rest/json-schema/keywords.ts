import { combinations } from './combinations.ts';
import type { Keyword } from './compile.ts';
import { lists } from './lists.ts';
import { objects } from './objects.ts';
import { values } from './values.ts';

/** The keywords of draft 4 (JSON Schema validation, section 5); faults come in this order. */
export const keywords: Readonly<Record<string, Keyword>> = {
  ...values,
  ...combinations,
  ...lists,
  ...objects,
};
