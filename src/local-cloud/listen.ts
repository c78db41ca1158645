import type { Server, Socket } from 'node:net';

/** A server that listens on the loopback interface. */
export interface Listening {
  port: number;
  /** `http://127.0.0.1:PORT` */
  url: string;
  /** Stops at once: open connections are cut. */
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1, on the wanted port or on the next free one above it; 0 takes any.
 * @throws when 100 ports in a row are in use
 */
export async function listen(server: Server, wanted: number): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  for (let port = wanted; ; port++) {
    try {
      await bind(server, port);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || port - wanted >= 100) throw error;
    }
  }
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : wanted;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

const bind = (server: Server, port: number) =>
  new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen({ port, host: '127.0.0.1' }, () => {
      server.off('error', fail);
      done();
    });
  });
