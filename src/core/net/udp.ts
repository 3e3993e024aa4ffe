/**
 * One datagram out, the fitting one back.
 *
 * Each exchange has a socket of its own while it lasts, connected to its server, so the kernel drops what comes from
 * elsewhere and reports a closed port at once. Ports are the system's random choice (RFC 5452 §9.2). A socket is used
 * again a few times, since opening one costs more than the exchange; then its port changes.
 */
import { createSocket, type Socket } from 'node:dgram';
import { addressFamily, err, ok, type Result } from '../../base/index.ts';
import { aborted, netError, timedOut } from './errors.ts';
import { showEndpoint } from './tcp.ts';
import type { DialOptions, NetConfig, NetError } from './types.ts';

/** Exchanges on one source port: enough to spread the cost, few enough that a port is no standing target. */
const USES_PER_PORT = 32;
/** Idle sockets kept a server. */
const MAX_IDLE = 64;

interface Lane {
  readonly socket: Socket;
  uses: number;
  /** Taken when an exchange ends, so that late datagrams go nowhere. */
  onMessage: ((datagram: Uint8Array) => void) | undefined;
  onError: ((error: Error) => void) | undefined;
}

export interface UdpPool {
  exchange(
    address: string,
    port: number,
    datagram: Uint8Array,
    accept: (datagram: Uint8Array) => boolean,
    options: DialOptions,
  ): Promise<Result<Uint8Array, NetError>>;
  close(): void;
}

export function createUdpPool(config: NetConfig): UdpPool {
  const idle = new Map<string, Lane[]>();
  return {
    async exchange(address, port, datagram, accept, options) {
      const where = showEndpoint(address, port);
      const target = config.connectMap?.resolve(address, port) ?? { host: address, port };
      const key = `${target.host} ${target.port}`;
      const lane = idle.get(key)?.pop() ?? (await openLane(target.host, target.port, config.source));
      if (lane instanceof Error) return err(netError(lane, where));
      const result = await exchangeOn(lane, where, datagram, accept, options);
      if (result.ok) keep(idle, key, lane);
      else lane.socket.close(); // its late answer must not meet the next question
      return result;
    },
    close() {
      for (const lanes of idle.values()) for (const lane of lanes) lane.socket.close();
      idle.clear();
    },
  };
}

function keep(idle: Map<string, Lane[]>, key: string, lane: Lane): void {
  const lanes = idle.get(key) ?? [];
  if (lane.uses >= USES_PER_PORT || lanes.length >= MAX_IDLE) return void lane.socket.close();
  lane.socket.unref();
  lanes.push(lane);
  idle.set(key, lanes);
}

function openLane(host: string, port: number, source: string | undefined): Promise<Lane | Error> {
  const socket = createSocket({ type: addressFamily(host) === 6 ? 'udp6' : 'udp4', lookup: asIs });
  const lane: Lane = { socket, uses: 0, onMessage: undefined, onError: undefined };
  return new Promise((resolve) => {
    lane.onError = (error) => {
      socket.close();
      resolve(error);
    };
    socket.on('error', (error) => lane.onError?.(error));
    socket.on('message', (datagram) => lane.onMessage?.(datagram));
    // Where there is no way to the host, that is said to whoever waits, and is no event of the socket.
    const connected = (failure?: Error): void => (failure === undefined ? resolve(lane) : lane.onError?.(failure));
    const connect = (): void => socket.connect(port, host, connected);
    if (source === undefined) connect();
    else socket.bind({ address: source, port: 0 }, connect);
  });
}

/** Addresses need no look-up, and Node's own would load its DNS client for them. */
function asIs(address: string, _options: unknown, done: (error: null, address: string, family: number) => void): void {
  process.nextTick(done, null, address, addressFamily(address));
}

function exchangeOn(
  lane: Lane,
  where: string,
  datagram: Uint8Array,
  accept: (datagram: Uint8Array) => boolean,
  options: DialOptions,
): Promise<Result<Uint8Array, NetError>> {
  lane.uses += 1;
  lane.socket.ref();
  return new Promise((resolve) => {
    const finish = (result: Result<Uint8Array, NetError>): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', onAbort);
      lane.onMessage = undefined;
      lane.onError = undefined;
      resolve(result);
    };
    const onAbort = (): void => finish(err(aborted(where)));
    const timer = setTimeout(() => finish(err(timedOut(where, options.timeoutMs, 'no answer'))), options.timeoutMs);
    if (options.signal?.aborted === true) return onAbort();
    options.signal?.addEventListener('abort', onAbort, { once: true });
    lane.onMessage = (answer) => {
      if (accept(answer)) finish(ok(answer));
    };
    lane.onError = (error) => finish(err(netError(error, where)));
    lane.socket.send(datagram); // without a callback it goes at once; what fails is an error of the socket
  });
}
