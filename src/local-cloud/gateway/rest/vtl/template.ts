import { resolveMethod } from './methods.ts';
import { show } from './show.ts';

/** What a template can name: `$input`, `$util`, `$context`, `$stageVariables`. */
export type Variables = Record<string, unknown>;

/** A parsed mapping template. Assignments to members of `$context` are seen in the variables afterwards. */
export type Template = (variables: Variables) => string;

/** What of the library's engine is used, and which of its parts are replaced. */
interface Engine {
  readonly contextId: string;
  getReferences(node: unknown, isShown?: boolean): unknown;
  getExpression(node: unknown): unknown;
  getBlockIf(block: Node[]): string;
  renderAstList(nodes: Node[], contextId?: string): string;
  render(variables: Variables): string;
}

interface Node {
  type?: string;
  operator?: string;
  expression?: unknown[];
  condition?: unknown;
}

type EngineClass = new (nodes: readonly unknown[], config: object) => Engine;

let engine: ReturnType<typeof loadEngine> | undefined;
const parsed = new Map<string, Promise<Template>>();

/** Parses a mapping template, each text once. The template engine is loaded with the first one. */
export function template(text: string): Promise<Template> {
  let known = parsed.get(text);
  if (!known) {
    known = parse(text);
    parsed.set(text, known);
  }
  return known;
}

const config = {
  escape: false,
  customMethodHandlers: [{ uid: 'java', match: () => true, resolve: resolveMethod }],
};

async function parse(text: string): Promise<Template> {
  engine ??= loadEngine();
  const { read, Mapping } = await engine;
  const nodes = read(text.trim());
  return (variables) => new Mapping(nodes, config).render({ ...variables });
}

async function loadEngine() {
  const { Compile, parse: read } = await import('velocityjs');
  return { read, Mapping: asApiGatewayRuns(Compile as unknown as EngineClass) };
}

/** Velocity 1.7 as API Gateway runs it, where it differs from the library. */
function asApiGatewayRuns(Base: EngineClass): EngineClass {
  return class extends Base {
    /** A reference without value gives nothing, and values are written as Java writes them. */
    override getReferences(node: unknown, isShown?: boolean): unknown {
      const value = super.getReferences(node, false);
      return isShown ? show(value) : (value ?? undefined);
    }

    override getExpression(node: unknown): unknown {
      const { type, operator = '', expression = [] } = node as Node;
      if (type !== 'math') return super.getExpression(node);
      const value = (at: number) => this.getExpression(expression[at]);
      switch (operator) {
        case '&&':
          return isTrue(value(0)) && isTrue(value(1));
        case '||':
          return isTrue(value(0)) || isTrue(value(1));
        case 'not':
          return !isTrue(value(0));
        case '==':
          return same(value(0), value(1));
        case '!=':
          return !same(value(0), value(1));
        case '/':
          return divided(value(0), value(1));
        default:
          return super.getExpression(node);
      }
    }

    override getBlockIf(block: Node[]): string {
      let isTaken = false;
      const taken: Node[] = [];
      for (const node of block) {
        const isBranch = node.type === 'if' || node.type === 'elseif' || node.type === 'else';
        if (isBranch && isTaken) break;
        if (isBranch) isTaken = node.type === 'else' || isTrue(this.getExpression(node.condition));
        else if (isTaken) taken.push(node);
      }
      return this.renderAstList(taken, this.contextId);
    }
  };
}

/** Empty texts and zero count as true: only `false` and null do not (Velocity 1.7 user guide, conditionals). */
const isTrue = (value: unknown): boolean => value !== false && value !== null && value !== undefined;

/** Values of different kinds are equal when their texts are; null equals an empty text (observed with REST APIs). */
const same = (left: unknown, right: unknown): boolean =>
  left === right || String(show(left)) === String(show(right));

function divided(left: unknown, right: unknown): unknown {
  const quotient = Number(left) / Number(right);
  if (!Number.isFinite(quotient)) return undefined;
  return Number.isInteger(left) && Number.isInteger(right) ? Math.trunc(quotient) : quotient;
}
