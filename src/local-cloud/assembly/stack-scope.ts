import type { Resource } from '../contract.ts';
import { AssemblyError } from './assembly-error.ts';
import { resolveDynamicReferences, type Vault } from './dynamic-references.ts';
import { digits, lowerAlphanumeric, uuid } from './identifiers.ts';
import { evaluate, isTrue, noValue, type References } from './intrinsics.ts';
import type { Notice } from './notices.ts';
import { parameterValue } from './parameters.ts';
import { pseudoParameter } from './pseudo-parameters.ts';
import { type Subject, seedOf } from './shape.ts';
import { shapeOf } from './shapes.ts';
import type { StackInput, TemplateResource } from './template.ts';

/** One stack while its values are looked up; everything is computed once, when first asked for. */
export interface StackScope {
  name: string;
  account: string;
  region: string;
  /** Logical ids of the resources whose condition holds. */
  ids: string[];
  resource(id: string): TemplateResource;
  subject(id: string): Subject;
  ref(id: string): unknown;
  /** `undefined` when the type has no such attribute. */
  knownAttribute(id: string, name: string): unknown;
  properties(id: string): Resource['properties'];
  /** Logical ids that the properties of a resource refer to. */
  dependencies(id: string): Set<string>;
  outputNames: string[];
  output(name: string): unknown;
  /** The output that is exported under a name. */
  exported(exportName: string): string | undefined;
}

/** What a stack sees of the rest of the assembly. */
export interface Surroundings {
  notice: Notice;
  vault: Vault;
  importValue(name: string, from: StackScope): unknown;
  stackOutput(stack: string, output: string, region: string, from: StackScope): unknown;
  nested(stack: StackScope, logicalId: string): StackScope | undefined;
}

export function createScope(input: StackInput, around: Surroundings): StackScope {
  const { template, account, region } = input;
  const resources = template.Resources ?? {};
  const place = `stack ${input.name}`;
  const once = memo(place);
  const edges = new Map<string, Set<string>>();
  let current: string | undefined;

  const condition = (name: string): boolean =>
    once(`condition ${name}`, () => {
      const node = template.Conditions?.[name];
      if (node === undefined)
        throw new AssemblyError(`Condition ${name} is used in ${place} but not defined there.`);
      return isTrue(node, references);
    });
  const isThere = (item: { Condition?: string }) => item.Condition === undefined || condition(item.Condition);

  const required = (id: string): TemplateResource => {
    const found = resources[id];
    if (!found)
      throw new AssemblyError(
        `Unresolved reference to ${id} in ${place}: it is no resource or parameter there.`,
      );
    if (!isThere(found)) {
      throw new AssemblyError(
        `Unresolved reference to ${id} in ${place}: its condition ${found.Condition} is false.`,
      );
    }
    return found;
  };
  /** Evaluates a piece of one resource, and keeps which other resources it refers to. */
  const within = <T>(id: string, work: () => T): T => {
    const before = current;
    current = id;
    try {
      return work();
    } finally {
      current = before;
    }
  };
  const touch = (id: string) => {
    if (current === undefined || current === id) return;
    const set = edges.get(current) ?? new Set();
    edges.set(current, set.add(id));
  };

  const subject = (id: string): Subject => ({
    stack: input.name,
    logicalId: id,
    type: required(id).Type,
    account,
    region,
    property: (name) =>
      once(`property ${id}.${name}`, () => {
        const value = within(id, () => evaluate(required(id).Properties?.[name], references));
        return value === noValue ? undefined : value;
      }),
  });
  const resourceRef = (id: string) =>
    once(`Ref ${id}`, () => shapeOf(required(id).Type).ref(subject(id)) as unknown);
  const knownAttribute = (id: string, name: string): unknown =>
    once(`${id}.${name}`, () => {
      const { Type } = required(id);
      if (Type === 'AWS::CloudFormation::Stack' && name.startsWith('Outputs.')) {
        return around.nested(scope, id)?.output(name.slice('Outputs.'.length));
      }
      return shapeOf(Type).attributes?.[name]?.(subject(id));
    });

  const references: References = {
    place,
    region,
    ref: (name) => {
      const pseudo = pseudoParameter(name, input);
      if (pseudo !== undefined) return pseudo;
      const parameter = template.Parameters?.[name];
      if (parameter) {
        return once(`parameter ${name}`, () => {
          const value = parameterValue(parameter, input.parameters?.[name], (path) =>
            around.vault.parameter(path, region),
          );
          if (value !== undefined) return value;
          around.notice(`parameter ${name} of ${place} has no value here; "${name}" stands in its place`);
          return name;
        });
      }
      touch(name);
      return resourceRef(name);
    },
    attribute: (id, name) => {
      touch(id);
      const known = knownAttribute(id, name);
      if (known !== undefined) return known;
      const { Type } = required(id);
      around.notice(`attribute ${name} of ${Type} is not known; a made-up value stands in its place`);
      return madeUp(subject(id), name);
    },
    condition,
    mapping: (map, first, second) => template.Mappings?.[map]?.[first]?.[second],
    importValue: (name) => around.importValue(name, scope),
    stackOutput: (stack, output, where) => around.stackOutput(stack, output, where ?? region, scope),
    dynamic: (text) => resolveDynamicReferences(text, region, around.vault, around.notice),
    unsupported: (name) => {
      around.notice(`${name} in ${place} is not evaluated; the property is left out`);
      return noValue;
    },
  };

  const outputs = Object.entries(template.Outputs ?? {});
  const scope: StackScope = {
    name: input.name,
    account,
    region,
    get ids() {
      return Object.keys(resources).filter((id) => isThere(resources[id]!));
    },
    resource: required,
    subject,
    ref: resourceRef,
    knownAttribute,
    properties: (id) =>
      once(`properties of ${id}`, () =>
        within(id, () => evaluate(required(id).Properties ?? {}, references) as Resource['properties']),
      ),
    dependencies: (id) => edges.get(id) ?? new Set(),
    get outputNames() {
      return outputs.filter(([, output]) => isThere(output)).map(([name]) => name);
    },
    output: (name) =>
      once(`output ${name}`, () => {
        const output = template.Outputs?.[name];
        return output && isThere(output) ? evaluate(output.Value, references) : undefined;
      }),
    exported: (exportName) =>
      outputs.find(
        ([, output]) =>
          output.Export && isThere(output) && evaluate(output.Export.Name, references) === exportName,
      )?.[0],
  };
  return scope;
}

/** An attribute that looks like what most attributes of that name are. */
function madeUp(subject: Subject, name: string): string {
  const seed = `${seedOf(subject)}/${name}`;
  if (/arn$/i.test(name)) {
    const service = subject.type.split('::')[1]?.toLowerCase() ?? 'custom';
    return `arn:aws:${service}:${subject.region}:${subject.account}:${subject.logicalId}`;
  }
  if (/(url|uri|endpoint)$/i.test(name))
    return `https://${digits(seed, 10, lowerAlphanumeric)}.${subject.region}.amazonaws.com`;
  return /id$/i.test(name) ? uuid(seed) : `${subject.logicalId}-${digits(seed, 12, lowerAlphanumeric)}`;
}

/** Computes each value once; a value that needs itself is an error that names the way round. */
function memo(place: string) {
  const done = new Map<string, unknown>();
  const open: string[] = [];
  return <T>(key: string, compute: () => T): T => {
    if (done.has(key)) return done.get(key) as T;
    if (open.includes(key)) {
      const way = [...open.slice(open.indexOf(key)), key].join(' -> ');
      throw new AssemblyError(`Circular reference in ${place}: ${way}.`);
    }
    open.push(key);
    try {
      const value = compute();
      done.set(key, value);
      return value;
    } finally {
      open.pop();
    }
  };
}
