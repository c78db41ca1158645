import { facts, h } from '../dom.ts';

interface User {
  username: string;
  email?: string;
  status: string;
  enabled: boolean;
  groups: string[];
  codes: Record<string, string | undefined>;
}

interface Pool {
  id: string;
  login?: string;
  clients: { id: string; name: string }[];
  groups: string[];
  count: number;
  users: User[];
}

/** Clients, groups and users with the codes that wait for them. */
export const poolPanel = ({ id, login, clients, groups, count, users }: Pool): HTMLElement[] => [
  facts([
    ['Pool id', id],
    ['Users', count],
    ['Groups', groups.join(', ')],
    ['Clients', clients.map((client) => `${client.name} (${client.id})`).join(', ')],
  ]),
  ...(login ? [h('p', {}, 'Hosted login: ', h('a', { href: login }, login))] : []),
  h('h3', {}, 'Users'),
  users.length === 0
    ? h('p', { className: 'quiet' }, 'No users. Sign up in the site, or put users in dev/config.ts.')
    : h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ...['user', 'e-mail', 'status', 'groups', 'codes'].map((name) => h('th', { scope: 'col' }, name)),
          ),
        ),
        h('tbody', {}, ...users.map(row)),
      ),
];

const row = ({ username, email, status, enabled, groups, codes }: User) =>
  h(
    'tr',
    {},
    h('td', { className: 'mono' }, username),
    h('td', {}, email ?? ''),
    h('td', {}, enabled ? status : `${status}, disabled`),
    h('td', {}, [...groups].join(', ')),
    h(
      'td',
      { className: 'mono' },
      Object.entries(codes)
        .flatMap(([purpose, code]) => (code === undefined ? [] : `${purpose}: ${code}`))
        .join(', '),
    ),
  );
