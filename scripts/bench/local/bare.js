/** The bound: the same handler behind a server of node:http and nothing else. */
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { handler } = createRequire(import.meta.url)('./dist/get/index.js');

const server = createServer(async (request, response) => {
  const { statusCode, headers, body } = await handler({ pathParameters: { id: request.url.split('/')[2] } });
  response.writeHead(statusCode, headers).end(body);
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
