/** Dialling TCP: an address literal, a deadline, an optional source address; and sockets in the file system. */
import { connect, isIP, type Socket } from 'node:net';
import { err, ok, type Result } from '../../base/index.ts';
import { aborted, netError, timedOut } from './errors.ts';
import type { Connection, NetConfig, NetError, TcpDialOptions } from './types.ts';

export const showEndpoint = (address: string, port: number): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;

export function dialTcp(
  address: string,
  port: number,
  options: TcpDialOptions,
  config: NetConfig,
): Promise<Result<Connection, NetError>> {
  const isPath = address.startsWith('/');
  const where = isPath ? address : showEndpoint(address, port);
  const target = config.connectMap?.resolve(address, port) ?? { host: address, port };
  if (!isPath && isIP(target.host) === 0) return Promise.resolve(err(notAnAddress(where)));
  if (options.signal?.aborted === true) return Promise.resolve(err(aborted(where)));
  return new Promise((resolve) => {
    const source = options.source ?? config.source;
    const socket = isPath
      ? connect({ path: address })
      : connect({ ...target, noDelay: true, ...(source !== undefined && { localAddress: source }) });
    const finish = (result: Result<Connection, NetError>): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', onAbort);
      if (!result.ok) socket.destroy();
      resolve(result);
    };
    const onAbort = (): void => finish(err(aborted(where)));
    const timer = setTimeout(() => finish(err(timedOut(where, options.timeoutMs))), options.timeoutMs);
    options.signal?.addEventListener('abort', onAbort, { once: true });
    // Stays for the socket's life: an error after the dial is told by 'close', and must never be unhandled.
    socket.on('error', (error) => finish(err(netError(error, where))));
    socket.once('connect', () => finish(ok(connectionOf(socket, address, port))));
  });
}

function connectionOf(socket: Socket, address: string, port: number): Connection {
  return { stream: socket, remote: { address, port }, destroy: () => socket.destroy() };
}

function notAnAddress(where: string): NetError {
  const message = `${where}: not an IP address`;
  return { code: 'net/address', message, hint: 'look the name up first', fault: 'configuration', temporary: false };
}
