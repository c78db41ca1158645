import type { Resource } from '../../contract.ts';
import { compileSchema, type Schema } from './json-schema/compile.ts';

/** What is wrong with a body, in API Gateway's words; nothing when it is what the model says. */
export type BodyValidator = (body: Buffer) => readonly string[];

/** Models that every API has from the start. */
const builtIn: [string, Schema][] = [
  ['Empty', { type: 'object' }],
  ['Error', { type: 'object', properties: { message: { type: 'string' } } }],
];

/** Compiles the models of an API, each when it is first asked for. An empty body counts as `{}`. */
export function compileModels(models: Resource[]): (name: string) => BodyValidator {
  const own = models.map(({ ref, properties }) => [ref, schemaOf(properties.Schema)] as const);
  const schemas = new Map<string, Schema>([...builtIn, ...own]);
  // What CDK writes as `$ref` is the model's id or its URL; its last part is the model's name.
  const find = (reference: string): Schema | undefined => schemas.get(reference.split('/').at(-1)!);
  const compiled = new Map<string, BodyValidator>();
  return (name) => {
    const known = compiled.get(name);
    if (known) return known;
    const check = compileSchema(schemas.get(name) ?? {}, find);
    const validator: BodyValidator = (body) => {
      let value: unknown;
      try {
        value = JSON.parse(body.length === 0 ? '{}' : body.toString());
      } catch {
        return ['Unknown error parsing request body'];
      }
      return check(value);
    };
    compiled.set(name, validator);
    return validator;
  };
}

function schemaOf(given: unknown): Schema {
  if (typeof given !== 'string') return (given ?? {}) as Schema;
  try {
    return JSON.parse(given) as Schema;
  } catch {
    return {};
  }
}
