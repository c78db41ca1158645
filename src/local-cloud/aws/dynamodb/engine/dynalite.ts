import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import type { Answer, Engine } from './engine.ts';

/** Dynalite insists on a signature's form; it verifies none. */
const headers = {
  'content-type': 'application/x-amz-json-1.0',
  authorization: 'AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=local',
  'x-amz-date': '20240101T000000Z',
};

/**
 * Opens dynalite without a port: requests reach its handler as events of the server that it returns. Data is in
 * memory, or in `path` (a folder).
 */
export async function openDynalite(path?: string): Promise<Engine> {
  const { default: dynalite } = await import('dynalite');
  const server = dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  return {
    call: (action, body) => send(server, action, body),
    close: () => close(server),
  };
}

function send(server: Server, action: string, body: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = Object.assign(new EventEmitter(), {
      method: 'POST',
      url: '/',
      headers: { ...headers, 'x-amz-target': `DynamoDB_20120810.${action}` },
    });
    const response = {
      statusCode: 200,
      setHeader: () => {},
      end: (text = '') => resolve({ status: response.statusCode, body: text }),
    };
    try {
      server.emit('request', request, response);
      request.emit('data', typeof body === 'string' ? Buffer.from(body) : body);
      request.emit('end');
    } catch (error) {
      reject(error);
    }
  });
}

/** Dynalite closes its store only after a server that listens, so the server listens for the moment of closing. */
function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => server.close((error) => (error ? reject(error) : resolve())));
  });
}
