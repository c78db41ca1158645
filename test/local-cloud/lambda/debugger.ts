/** An editor's side of a debugger: the DevTools protocol over a WebSocket. Node.js 20 has no client of its own. */
import { once } from 'node:events';
import { get, request } from 'node:http';
import type { Socket } from 'node:net';

// biome-ignore lint/suspicious/noExplicitAny: documents of the DevTools protocol.
type Message = Record<string, any>;

export interface Debugger {
  /** Sends a command; resolves with its result. */
  send(method: string, params?: object): Promise<Message>;
  /** The next event of a kind, past ones included. */
  event(method: string): Promise<Message>;
  close(): void;
}

/** The targets that a port tells of. */
export async function targets(port: number): Promise<Message[]> {
  const [response] = await once(get({ port, host: '127.0.0.1', path: '/json/list' }), 'response');
  let body = '';
  for await (const chunk of response) body += chunk;
  return JSON.parse(body);
}

export async function attach(port: number): Promise<Debugger> {
  const [target] = await targets(port);
  const { pathname } = new URL(target!.webSocketDebuggerUrl);
  const opening = request({
    port,
    host: '127.0.0.1',
    path: pathname,
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.alloc(16, 1).toString('base64'),
    },
  }).end();
  const [, socket, head] = (await once(opening, 'upgrade')) as [unknown, Socket, Buffer];
  const messages: Message[] = [];
  const waiters = new Set<() => void>();
  const until = async (fits: (message: Message) => boolean): Promise<Message> => {
    for (;;) {
      const at = messages.findIndex(fits);
      if (at >= 0) return messages.splice(at, 1)[0]!;
      await new Promise<void>((done) => waiters.add(done));
    }
  };
  let rest = head;
  const take = (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let frame = frameOf(rest); frame; frame = frameOf(rest)) {
      rest = rest.subarray(frame.end);
      messages.push(JSON.parse(frame.text));
    }
    for (const wake of waiters) wake();
    waiters.clear();
  };
  take(Buffer.alloc(0));
  socket.on('data', take);
  socket.on('error', () => {});
  let id = 0;
  return {
    send: async (method, params = {}) => {
      const own = ++id;
      socket.write(masked(JSON.stringify({ id: own, method, params })));
      return (await until((message) => message.id === own)).result;
    },
    event: async (method) => (await until((message) => message.method === method)).params,
    close: () => socket.destroy(),
  };
}

/** A whole text frame at the start of the bytes (RFC 6455, section 5.2). */
function frameOf(bytes: Buffer): { text: string; end: number } | undefined {
  if (bytes.length < 2) return undefined;
  const short = bytes[1]! & 0x7f;
  const start = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < start) return undefined;
  const length =
    short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  const end = start + length;
  return bytes.length < end ? undefined : { text: bytes.toString('utf8', start, end), end };
}

/** A client masks what it sends; a mask of zeros leaves the bytes as they are. */
function masked(text: string): Buffer {
  const payload = Buffer.from(text);
  const head = Buffer.alloc(8);
  head[0] = 0x81;
  head[1] = 0x80 | 126;
  head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}
