/** Attribute names and list positions from the top of an item. */
export type Path = (string | number)[];

export type Operand =
  | { kind: 'path'; path: Path }
  | { kind: 'value'; name: string }
  | { kind: 'size'; of: Operand };

export type Condition =
  | { kind: 'and' | 'or'; parts: Condition[] }
  | { kind: 'not'; part: Condition }
  | { kind: 'compare'; operator: string; operands: Operand[] }
  | { kind: 'call'; name: string; operands: Operand[] };

type Names = Readonly<Record<string, string>> | undefined;

/**
 * Reads a condition or filter expression (Developer Guide, "Condition and filter expressions, operators, and
 * functions"). Throws SyntaxError; the engine words errors for callers.
 */
export function parseCondition(text: string, names: Names): Condition {
  const reader = read(text, names);
  const condition = reader.or();
  reader.end();
  return condition;
}

/** Reads a projection expression. Throws SyntaxError. */
export function parsePaths(text: string, names: Names): Path[] {
  const reader = read(text, names);
  const paths = [reader.path()];
  while (reader.take(',')) paths.push(reader.path());
  reader.end();
  return paths;
}

function read(text: string, names: Names) {
  const tokens = text.match(/<=|>=|<>|[:#]?\w+|\S/g) ?? [];
  let at = 0;
  const isNext = (wanted: string) => tokens[at]?.toUpperCase() === wanted;
  const take = (wanted: string) => {
    if (!isNext(wanted)) return false;
    at += 1;
    return true;
  };
  const need = (wanted: string) => {
    if (!take(wanted)) throw new SyntaxError(`${wanted} is missing before ${tokens[at] ?? 'the end'}`);
  };
  const next = (form: RegExp) => {
    const token = tokens[at] ?? '';
    if (!form.test(token)) throw new SyntaxError(`${token} was not expected`);
    at += 1;
    return token;
  };

  const name = () => {
    const token = next(/^#?\w+$/);
    return token.startsWith('#') ? (names?.[token] ?? token) : token;
  };
  const path = (): Path => {
    const steps: Path = [name()];
    for (;;) {
      if (take('.')) steps.push(name());
      else if (take('[')) {
        steps.push(Number(next(/^\d+$/)));
        need(']');
      } else return steps;
    }
  };
  const operand = (): Operand => {
    if (tokens[at]?.startsWith(':')) return { kind: 'value', name: next(/^:\w+$/) };
    if (tokens[at] !== 'size' || tokens[at + 1] !== '(') return { kind: 'path', path: path() };
    at += 2;
    const of = operand();
    need(')');
    return { kind: 'size', of };
  };
  const list = (): Operand[] => {
    const operands = [operand()];
    while (take(',')) operands.push(operand());
    need(')');
    return operands;
  };
  const comparison = (): Condition => {
    const left = operand();
    if (take('BETWEEN')) {
      const low = operand();
      need('AND');
      return { kind: 'compare', operator: 'BETWEEN', operands: [left, low, operand()] };
    }
    if (take('IN')) {
      need('(');
      return { kind: 'compare', operator: 'IN', operands: [left, ...list()] };
    }
    const operator = next(/^(=|<>|<|<=|>|>=)$/);
    return { kind: 'compare', operator, operands: [left, operand()] };
  };
  const primary = (): Condition => {
    if (take('NOT')) return { kind: 'not', part: primary() };
    if (take('(')) {
      const inner = or();
      need(')');
      return inner;
    }
    const isCall = tokens[at + 1] === '(' && tokens[at] !== 'size';
    if (!isCall) return comparison();
    const called = tokens[at]!;
    at += 2;
    return { kind: 'call', name: called, operands: list() };
  };
  const and = (): Condition => chain('and', primary);
  const or = (): Condition => chain('or', and);
  const chain = (kind: 'and' | 'or', part: () => Condition): Condition => {
    const parts = [part()];
    while (take(kind.toUpperCase())) parts.push(part());
    return parts.length === 1 ? parts[0]! : { kind, parts };
  };
  const end = () => {
    if (at < tokens.length) throw new SyntaxError(`${tokens[at]} was not expected`);
  };
  return { or, path, take, end };
}
