import { describe, expect, it } from 'vitest';
import { answersSchema } from '../../src/cli/answers-schema.ts';
import { optionKeys, optionOf } from '../../src/generate/options.ts';

describe('the JSON Schema of an answers file', () => {
  const { properties, required, additionalProperties } = answersSchema();

  it('has every option of the table and no other', () => {
    expect(Object.keys(properties)).toEqual(optionKeys);
    expect(additionalProperties).toBe(false);
    expect(required).toEqual(['pattern']);
  });

  it.each(optionKeys)('describes %s as the table does', (key) => {
    const option = optionOf(key);
    const property: { type?: unknown; items?: { enum?: string[] }; enum?: string[]; default?: unknown } =
      properties[key]!;
    expect(property.type).toBe(option.type === 'list' ? 'array' : 'string');
    for (const { value } of option.choices ?? [])
      expect(property.enum ?? property.items?.enum).toContain(value);
    if (option.default !== undefined && typeof option.default !== 'function')
      expect(property.default).toEqual(option.default);
  });
});
