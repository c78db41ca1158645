import { devNull } from 'node:os';

/** What a module exports, by name. */
type Exports = Record<string, unknown>;
interface Client {
  send(command: object): Promise<unknown>;
  destroy(): void;
}
type Class<T> = (new (settings: object) => T) & { from?(client: Client): T };

/** None of a function's, and no profile of the developer's. */
const variables = {
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'rehearsal',
  AWS_SECRET_ACCESS_KEY: 'rehearsal',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

/** A client's commands share nearly all of their code. */
const mostCommands = 5;

/**
 * Sends commands of the clients among the modules, each once, to an address that answers everything and does nothing. A
 * client and its first call cost 70 ms of processor, for code that is compiled and loaded when it first runs; a function
 * whose thread has been through that needs a third of it. Clients and settings of the rehearsal end with it. No further
 * call begins once it `isLate`: a function waits for the thread.
 */
export async function rehearse(
  modules: readonly Exports[],
  endpoint: string,
  isLate: () => boolean,
): Promise<void> {
  Object.assign(process.env, variables);
  for (const module of modules) await rehearseModule(module, modules, endpoint, isLate).catch(() => {});
  for (const name of Object.keys(variables)) delete process.env[name];
}

async function rehearseModule(
  module: Exports,
  all: readonly Exports[],
  endpoint: string,
  isLate: () => boolean,
): Promise<void> {
  const [commands, [Client]] = [classesOf<object>(module, 'Command'), classesOf<Client>(module, 'Client')];
  if (commands.length === 0 || !Client || isLate()) return;
  const settings = {
    endpoint,
    maxAttempts: 1,
    requestHandler: { requestTimeout: 1000, throwOnRequestTimeout: true },
  };
  // The document client of DynamoDB is made from another, which ends its connections.
  const Plain = Client.from ? plainOf(all) : Client;
  const plain = new Plain(settings);
  const client = Client.from?.(plain) ?? plain;
  for (const Command of commands.slice(0, mostCommands)) {
    if (!isLate()) await client.send(new Command({})).catch(() => {});
  }
  plain.destroy();
}

const plainOf = (modules: readonly Exports[]): Class<Client> =>
  modules.flatMap((module) => classesOf<Client>(module, 'Client')).find(({ from }) => !from)!;

const classesOf = <T>(module: Exports, suffix: string): Class<T>[] =>
  Object.entries(module).flatMap(([name, value]) =>
    name.endsWith(suffix) && typeof value === 'function' ? [value as Class<T>] : [],
  );
