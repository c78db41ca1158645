import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';

/** Addresses of this machine that others may reach it by. */
const outside = Object.values(networkInterfaces())
  .flat()
  .filter((address) => address && !address.internal && address.family === 'IPv4')
  .map((address) => address!.address);

/** The loopback address, and those of the outside. */
export const addresses = ['127.0.0.1', ...outside];

/** Whether something accepts connections on a port at an address. */
export const accepts = (port: number, host: string): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect({ port, host, timeout: 2000 });
    socket.on('connect', () => done(true));
    socket.on('error', () => done(false));
    socket.on('timeout', () => done(false));
    socket.on('connect', () => socket.destroy());
  });

/** Which of the addresses a port can be reached at. */
export const reachableAt = async (port: number): Promise<string[]> => {
  const found: string[] = [];
  for (const address of addresses) if (await accepts(port, address)) found.push(address);
  return found;
};
