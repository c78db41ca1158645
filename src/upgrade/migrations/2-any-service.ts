import type { FileTree } from '../../generate/file-tree.ts';
import type { Migration, Unmatched } from '../migrations.ts';
import { editCode, textOf } from './edit-code.ts';
import { type MovedModule, moveModules } from './move-modules.ts';

const stack = { from: 'infra/lib/orders-stack.ts', to: 'infra/lib/service-stack.ts' };
const table = { from: 'services/orders/table.ts', to: 'infra/lib/service-table.ts' };
const cursor = { from: 'services/orders/cursor.ts', to: 'services/lib/cursor.ts' };

/** Exports that went to another module, for call sites of yours. */
const moved: readonly MovedModule[] = [
  stack,
  table,
  cursor,
  { from: 'services/orders/order-store.ts', to: 'services/lib/table.ts', names: ['TableName', 'client'] },
  { from: 'services/orders/order.ts', to: 'services/lib/fingerprint.ts', names: ['fingerprint'] },
];

const serviceModule = 'services/orders/infra.ts';

/**
 * A project may have many services, so what was the orders service's own belongs to any: `OrdersStack` is a
 * `ServiceStack` that is told its service, `ordersTable` a `serviceTable` that is told its logical id, and cursors,
 * fingerprints and the table's client are in `services/lib`.
 */
export const anyService: Migration = {
  number: 2,
  name: '2-any-service',
  renames: [stack, table, cursor],
  tree: (tree) => (isOlder(tree) ? renameCalls(moveModules(withoutFingerprint(tree), moved)) : tree),
  unmatched: leftOver,
};

/** A tree that has been through it, or whose templates are newer, has no such file. */
function isOlder(tree: FileTree): boolean {
  return [stack, table, cursor].some(({ from }) => tree.has(from));
}

/** As generation 1 wrote it; another text stays, and shows as a conflict. */
const fingerprint = `
/** The same for the same content, however the client ordered the properties of its JSON. */
export function fingerprint(content: NewOrder): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("base64url");
}
`;

/** The function is gone from where it was, so that what you wrote beside it is no conflict. */
function withoutFingerprint(tree: FileTree): FileTree {
  return editCode(tree, (text, path) => {
    if (path !== 'services/orders/order.ts' || !text.includes(fingerprint)) return text;
    const rest = text.replace(fingerprint, '');
    const createHash = /^import \{ createHash \} from "node:crypto";\n/m;
    return /\bcreateHash\(/.test(rest) ? rest : rest.replace(createHash, '');
  });
}

function renameCalls(tree: FileTree): FileTree {
  return editCode(tree, (text) => {
    if (!/\b(OrdersStack|OrdersStackProps|ordersTable)\b/.test(text)) return text;
    const creates = /\bnew OrdersStack\(\s*[\w.]+,\s*[\w.]+\s*(, \{|\))/.test(text);
    const renamed = text
      .replaceAll(
        /\bnew OrdersStack\((\s*)([\w.]+,\s*[\w.]+), \{/g,
        'new ServiceStack($1$2, { name: "orders", service: OrdersService,',
      )
      .replaceAll(
        /\bnew OrdersStack\((\s*)([\w.]+,\s*[\w.]+)\s*\)/g,
        'new ServiceStack($1$2, { name: "orders", service: OrdersService })',
      )
      .replaceAll(
        /\bordersTable\((\w+), deletionProtection\)/g,
        'serviceTable($1, { logicalId: "OrdersTable", deletionProtection })',
      )
      .replaceAll(
        /\bordersTable\((\w+), ([\w.]+)\)/g,
        'serviceTable($1, { logicalId: "OrdersTable", deletionProtection: $2 })',
      )
      .replaceAll(/\b(new )?OrdersStack\b/g, (found, isNew) => (isNew ? found : 'ServiceStack'))
      .replaceAll(/\bOrdersStackProps\b/g, 'ServiceStackProps')
      .replaceAll(/\bordersTable\b(?!\()/g, 'serviceTable');
    return creates ? importService(renamed) : renamed;
  });
}

/** The wiring lies in infra/lib, from where it names the service. */
function importService(text: string): string {
  if (/\bimport\b[^;]*\bOrdersService\b/.test(text)) return text;
  const at = /^import /m.exec(text)?.index ?? 0;
  return `${text.slice(0, at)}import { OrdersService } from "../../${serviceModule}";\n${text.slice(at)}`;
}

function leftOver(tree: FileTree): Unmatched[] {
  const shapes = [
    [/\bnew OrdersStack\(/, 'OrdersStack is now new ServiceStack(app, stage, { name, service, ... })'],
    [
      /\bordersTable\((?!scope: )/,
      'ordersTable is now serviceTable(scope, { logicalId, deletionProtection })',
    ],
  ] as const;
  return [...tree].flatMap(([path, entry]) => {
    const text = /\.[cm]?tsx?$/.test(path) && !entry.link ? (textOf(entry) ?? '') : '';
    return shapes
      .filter(([shape]) => shape.test(text))
      .map(([, message]) => ({ path, message: `${message}; change this call by hand.` }));
  });
}
