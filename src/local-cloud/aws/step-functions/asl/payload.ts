import type { Properties } from '../../../contract.ts';
import { runtime } from './failure.ts';
import { evaluate } from './intrinsics.ts';
import { valueAt } from './path.ts';

/**
 * Parameters and ResultSelector: a document in which a name that ends in `.$` has a path or a function for its value
 * (States Language, "Payload Template").
 */
export function filled(template: unknown, document: unknown, context: Properties): unknown {
  if (Array.isArray(template)) return template.map((each) => filled(each, document, context));
  if (template === null || typeof template !== 'object') return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) =>
      name.endsWith('.$')
        ? [name.slice(0, -2), dynamic(value, document, context)]
        : [name, filled(value, document, context)],
    ),
  );
}

/** The value of a path or of a function. */
export function dynamic(text: unknown, document: unknown, context: Properties): unknown {
  if (typeof text !== 'string') throw runtime(`${JSON.stringify(text)} is no path.`);
  const at = (path: string) => valueAt(path, document, context);
  return text.startsWith('States.') ? evaluate(text, at) : at(text);
}
