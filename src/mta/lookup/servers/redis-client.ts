/** One redis server: connected, logged in, its database chosen; commands and their replies. */
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';
import { isFailure } from '../../expand/index.ts';
import { loadPeer } from './peer.ts';
import type { ServerPlace } from './place.ts';

/** Strings are octets, integers text of a kind of their own, since they may need 64 bits. */
export type Reply = Buffer | string | null | undefined | Error | readonly Reply[];

export interface RedisServer {
  readonly call: (words: readonly Buffer[]) => Promise<Reply>;
  /** Is it still open? */
  readonly isOpen: () => boolean;
  readonly end: () => void;
}

const DEFAULT_PORT = 6379;
const CONNECT_TIMEOUT_MS = 5000;
const COMMAND_TIMEOUT_MS = 5000;

/** The package is there, but the server is not, or does not want us. */
export class RedisRefusal extends Error {}

export const loadRedis = () => loadPeer('redis', 'ioredis', async () => (await import('ioredis')).Redis);

/** @throws RedisRefusal where it says no; anything else where it does not speak */
export async function openRedis(place: ServerPlace): Promise<RedisServer> {
  const loaded = await loadRedis();
  if (isFailure(loaded)) throw new Error(loaded.message);
  const client = new loaded({
    ...(place.socket === undefined ? { host: place.host, port: place.port ?? DEFAULT_PORT } : { path: place.socket }),
    ...(place.word !== undefined && { tls: tlsOptions(place) }),
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    disableClientInfo: true,
    stringNumbers: true,
  });
  let trouble: Error | undefined;
  client.on('error', (error: Error) => {
    trouble = error;
  });
  await client.connect().catch((error: Error) => {
    client.disconnect();
    throw trouble ?? error;
  });
  try {
    await logIn(client, place);
  } catch (error) {
    client.disconnect();
    throw error;
  }
  return {
    call: ([command, ...args]) => client.callBuffer(command!.toString('latin1'), ...args) as Promise<Reply>,
    isOpen: () => client.status === 'ready',
    end: () => client.disconnect(),
  };
}

/** `[tls]`, or `[tls=FILE]` with the authorities it has to come from; the name is checked. */
function tlsOptions({ word = '', host }: ServerPlace) {
  const [, file] = /^tls=(.+)$/.exec(word) ?? [];
  return { servername: host, ...(file !== undefined && { ca: readFileSync(file) }) };
}

async function logIn(client: Redis, { fields: [database = '', password = ''] }: ServerPlace): Promise<void> {
  if (password !== '') await client.callBuffer('AUTH', Buffer.from(password, 'latin1')).catch(refuseLogin);
  if (database === '') return;
  await client.call('SELECT', database).catch((error: Error) => {
    throw new RedisRefusal(`REDIS: Selecting database=${database} failed: ${error.message}`);
  });
}

/** A server without a password lets everybody in; Exim takes no offence either. */
function refuseLogin(error: Error): void {
  if (/without any password configured|no password is set/.test(error.message)) return;
  throw new RedisRefusal(`REDIS Authentication failed: ${error.message}`);
}
