/**
 * Connecting for HTTP: the connect map, the host's addresses as our resolver gives them, and a race among those.
 *
 * Host name, SNI and certificate check stay those of the URL, wherever the connection is led.
 */
import { isIP } from 'node:net';
import type { Agent, buildConnector } from 'undici';
import type { Failure } from '../../../base/index.ts';
import type { NetConfig } from '../types.ts';

export type Connector = Extract<NonNullable<Agent.Options['connect']>, (...args: never[]) => unknown>;
type Options = Parameters<Connector>[0];
type Socket = NonNullable<Parameters<Parameters<Connector>[1]>[1]>;

interface Place {
  readonly host: string;
  readonly port: number;
}

/** "Connection Attempt Delay": the next address is tried when one has been silent for so long (RFC 8305 §5). */
const STAGGER_MS = 250;

/** Addresses of one host that are tried. */
const MAX_ADDRESSES = 8;

/** A look-up that came to nothing, on its way through undici. */
export class LookupFailed extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

export function createConnector(connector: ReturnType<typeof buildConnector>, config: NetConfig): Connector {
  return (options, callback) => {
    connectTo(options, connector as Connector, config).then(
      (socket) => callback(null, socket),
      (cause: Error) => callback(cause, null),
    );
  };
}

async function connectTo(options: Options, connector: Connector, config: NetConfig): Promise<Socket> {
  const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
  const host = options.hostname.replace(/^\[|\]$/g, '');
  const servername = options.servername ?? (isIP(host) === 0 ? host : undefined);
  const attempt = (place: Place): Promise<Socket> =>
    connectOnce(connector, {
      ...options,
      ...(config.source !== undefined && { localAddress: config.source }),
      hostname: place.host,
      port: String(place.port),
      ...(servername !== undefined && { servername }),
    });
  return await race(await placesOf(host, port, config), attempt);
}

/** A row of the map for the name wins; else each address is looked for in the map. */
async function placesOf(host: string, port: number, { connectMap, lookUp }: NetConfig): Promise<readonly Place[]> {
  const mapped = connectMap?.resolve(host, port) ?? { host, port };
  if (mapped.host !== host || mapped.port !== port || isIP(host) !== 0 || lookUp === undefined) return [mapped];
  const addresses = await lookUp(host);
  if (!addresses.ok) throw new LookupFailed(addresses.error);
  return addresses.value
    .slice(0, MAX_ADDRESSES)
    .map((address) => connectMap?.resolve(address, port) ?? { host: address, port });
}

function connectOnce(connector: Connector, options: Options): Promise<Socket> {
  return new Promise((resolve, reject) => {
    connector(options, (cause, socket) => (socket === null || cause !== null ? reject(cause) : resolve(socket)));
  });
}

/** The first to connect; sockets that come later are closed. The first address's error, where none does. */
function race(places: readonly Place[], attempt: (place: Place) => Promise<Socket>): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const failures: (Error | undefined)[] = places.map(() => undefined);
    let timer: NodeJS.Timeout | undefined;
    let begun = 0;
    let open = 0;
    let isWon = false;
    const next = (): void => {
      clearTimeout(timer);
      const at = begun;
      const place = places[at];
      if (place === undefined || isWon) return;
      begun += 1;
      open += 1;
      if (begun < places.length) timer = setTimeout(next, STAGGER_MS);
      attempt(place).then(won, (cause: Error) => {
        failures[at] = cause;
        open -= 1;
        if (begun < places.length) next();
        else if (open === 0 && !isWon) reject(failures[0] ?? cause);
      });
    };
    const won = (socket: Socket): void => {
      clearTimeout(timer);
      if (isWon) socket.destroy();
      else resolve(socket);
      isWon = true;
    };
    next();
  });
}
