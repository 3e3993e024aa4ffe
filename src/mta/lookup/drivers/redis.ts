/** `redis`: a command, and what the server replies. */
import { deferred, type Failure, isFailure } from '../../expand/index.ts';
import { type Attempt, askServers } from '../servers/ask.ts';
import { createConnections } from '../servers/connections.ts';
import { reasonOf } from '../servers/peer.ts';
import { parseServer, type ServerPlace } from '../servers/place.ts';
import { loadRedis, openRedis, RedisRefusal, type RedisServer } from '../servers/redis-client.ts';
import { answerOfReply } from '../servers/redis-reply.ts';
import { systemErrorOf } from '../servers/system-error.ts';
import type { LookupDriver } from '../types.ts';

const servers = createConnections<RedisServer>((server) => server.end());

const OPTION = 'redis_servers';

export const redis: LookupDriver = {
  name: 'redis',
  style: 'query',
  doc: 'A command to a server of redis_servers (host:port/database/password): its reply, an array as lines.',
  option: OPTION,
  find: (question, ports) => askServers({ name: 'Redis', option: OPTION, ask }, question, ports),
  close: servers.close,
};

/** Two slashes, always: the database and the password. */
const FIELDS = 2;

async function ask(server: string, query: string): Promise<Attempt> {
  const place = parseServer('Redis', server, FIELDS);
  if (isFailure(place)) return place;
  if (place.word !== undefined && !/^tls(=.+)?$/.test(place.word)) {
    return deferred(`[${place.word}] behind a Redis server is neither [tls] nor [tls=FILE]`);
  }
  const words = splitWords(query);
  const refusal = refuse(words[0]?.toString('latin1'));
  if (refusal !== undefined) return refusal;
  const loaded = await loadRedis();
  return isFailure(loaded) ? loaded : run(place, words);
}

/** No more words are taken, as in Exim. */
const MAX_WORDS = 32;

/** White space is between words; a backslash makes what follows a part of one. */
export function splitWords(query: string): readonly Buffer[] {
  const words = query.match(/(?:\\[\s\S]|[^\s\\])+/g) ?? [];
  return words.slice(0, MAX_WORDS).map((word) => Buffer.from(word.replace(/\\([\s\S])/g, '$1'), 'latin1'));
}

/** What never ends, or would change the connection for the lookups behind it, is no query. */
const NO_QUERY = /^(auth|select|hello|reset|quit|monitor|p?subscribe|ssubscribe|sync|psync|multi|watch|client)$/i;

function refuse(command: string | undefined): Failure | undefined {
  if (command === undefined) return deferred('REDIS: query failed: there is no command');
  return NO_QUERY.test(command)
    ? deferred(`REDIS: query failed: ${command.toUpperCase()} is not for lookups`)
    : undefined;
}

/** A cluster is followed so many times from server to server. */
const MAX_MOVES = 5;

async function run(first: ServerPlace, words: readonly Buffer[]): Promise<Attempt> {
  let place = first;
  let asking = false;
  for (let moves = 0; moves <= MAX_MOVES; moves += 1) {
    const tried = await attempt(place, words, asking);
    if (!('moved' in tried)) return tried;
    ({ asking } = tried);
    place = movedTo(tried.moved, place);
  }
  return { kind: 'next', message: `REDIS: query failed: moved more than ${MAX_MOVES} times` };
}

/** `host:port`; an empty host is the one that said so. */
function movedTo(target: string, from: ServerPlace): ServerPlace {
  const colon = target.lastIndexOf(':');
  const host = target.slice(0, colon) || from.host;
  const { socket: _, ...rest } = from;
  return { ...rest, host, port: Number(target.slice(colon + 1)), shown: `${host}${target.slice(colon)}` };
}

interface Moved {
  readonly moved: string;
  readonly asking: boolean;
}

/** A connection from before may be dead: then a new one is tried. */
async function attempt(place: ServerPlace, words: readonly Buffer[], asking: boolean): Promise<Attempt | Moved> {
  const name = [place.shown, place.word, ...place.fields].join('\n');
  const wasThere = servers.has(name);
  const tried = await once(name, place, words, asking);
  return wasThere && 'kind' in tried && tried.kind === 'next' ? once(name, place, words, asking) : tried;
}

async function once(
  name: string,
  place: ServerPlace,
  words: readonly Buffer[],
  asking: boolean,
): Promise<Attempt | Moved> {
  let server: RedisServer;
  try {
    server = await servers.get(name, () => openRedis(place));
  } catch (error) {
    if (error instanceof RedisRefusal) return deferred(error.message);
    return { kind: 'next', message: `REDIS connection failed: ${wordsOf(error)} (${place.shown})` };
  }
  try {
    if (asking) server.call([Buffer.from('ASKING')]).catch(() => undefined);
    return answerOfReply(await server.call(words), place.shown);
  } catch (error) {
    return isReply(error) ? judge(error.message) : broken(name, place, error);
  }
}

const isReply = (error: unknown): error is Error => error instanceof Error && error.name === 'ReplyError';

/** Said by a cluster; elsewhere an error is the answer, and no other server is asked. */
function judge(message: string): Attempt | Moved {
  const [, word, target] = /^(MOVED|ASK) \d+ (\S*:\d+)/.exec(message) ?? [];
  if (target !== undefined) return { moved: target, asking: word === 'ASK' };
  const failure = `REDIS: lookup result failed: ${message}`;
  return /^(CLUSTERDOWN|TRYAGAIN|LOADING|MASTERDOWN)\b/.test(message)
    ? { kind: 'next', message: failure }
    : deferred(failure);
}

function broken(name: string, place: ServerPlace, error: unknown): Attempt {
  servers.drop(name);
  return { kind: 'next', message: `REDIS: query failed: ${wordsOf(error)} (${place.shown})` };
}

const wordsOf = (error: unknown): string => systemErrorOf(error)?.words ?? reasonOf(error);
