import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { AwsError } from '../../../aws-error.ts';
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
  // The store opens in the background, and listing it before it is open throws where nobody can catch.
  await send(server, 'DescribeTable', JSON.stringify({ TableName: 'until-open' }));
  const running = new Set<Promise<Answer>>();
  let isClosed = false;
  return {
    call: (action, body) => {
      if (isClosed) throw new AwsError('InternalServerError', 'The local cloud is closing.', 500);
      const answer = send(server, action, body);
      running.add(answer);
      return answer.finally(() => running.delete(answer));
    },
    close: async () => {
      isClosed = true;
      // A store that closes under a request throws where nobody can catch.
      await Promise.all(running);
      if (path !== undefined) await close(server);
    },
  };
}

function send(server: Server, action: string, body: string | Buffer): Promise<Answer> {
  return new Promise((resolve) => {
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
    } catch {
      // Dynalite throws at once on a shape that it cannot read, such as null for an attribute value.
      const message = 'The request does not have the shape that the operation needs.';
      const body = JSON.stringify({ __type: 'com.amazon.coral.service#SerializationException', message });
      resolve({ status: 400, body });
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
