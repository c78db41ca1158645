import { AwsError } from '../../aws-error.ts';
import type { Properties, Resource } from '../../contract.ts';
import type { States } from './asl/types.ts';

/** A definition with what counts for the whole machine. */
export interface Definition extends States {
  TimeoutSeconds?: number;
}

/** The definition of a state machine, its substitutions filled in. Throws for one that is not in the template. */
export function definitionOf({ properties, path }: Resource): Definition & Properties {
  const { DefinitionString, Definition: document, DefinitionSubstitutions = {} } = properties;
  const text = DefinitionString ?? (document && JSON.stringify(document));
  const filled = Object.entries(DefinitionSubstitutions).reduce(
    (all, [name, value]) => all.replaceAll(['$', '{', name, '}'].join(''), String(value)),
    String(text),
  );
  try {
    const definition = JSON.parse(filled);
    if (definition?.States && definition.StartAt) return definition;
  } catch {
    // Said below.
  }
  throw new AwsError('InvalidDefinition', `The template has no definition of ${path} that can be read.`);
}

export const isExpress = ({ properties }: Resource): boolean => properties.StateMachineType === 'EXPRESS';
