import type { Option } from '../generate/option.ts';
import { optionKeys, optionOf } from '../generate/options.ts';

/**
 * The JSON Schema (draft 2020-12) of an answers file, made from the option table. What applies only with another answer
 * is said in words: the command line checks it.
 */
export function answersSchema() {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Answers of create-serverless-pattern',
    type: 'object',
    properties: Object.fromEntries(optionKeys.map((key) => [key, propertyOf(optionOf(key))])),
    required: optionKeys.filter((key) => optionOf(key).default === undefined && key !== 'name'),
    additionalProperties: false,
  };
}

function propertyOf(option: Option) {
  const description = option.when ? `${option.help}; ${option.when.says}` : option.help;
  const usual = typeof option.default === 'function' ? undefined : option.default;
  const values = option.choices?.map(({ value }) => value);
  const item = {
    type: 'string',
    ...(values ? { enum: [...values, ...Object.keys(option.aliases ?? {})] } : {}),
  };
  return {
    description,
    ...(option.type === 'list'
      ? { type: 'array', items: item, minItems: option.mayBeEmpty ? 0 : 1, uniqueItems: true }
      : item),
    ...(usual === undefined ? {} : { default: usual }),
  };
}
