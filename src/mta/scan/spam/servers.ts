/** `spamd_address`: servers, and what is said of each behind its place. */
import { type Clock, parseInterval } from '../../../base/index.ts';
import { readList } from '../../expand/index.ts';

export interface SpamServer {
  /** A path, or host and port. */
  readonly where: string;
  readonly priority: number;
  readonly weight: number;
  /** Between two tries to connect; 0: one try. */
  readonly retrySeconds: number;
  readonly timeoutSeconds: number;
  readonly isRspamd: boolean;
}

export interface ReadServers {
  readonly servers: readonly SpamServer[];
  /** What the log says of words that are none. */
  readonly warnings: readonly string[];
}

const MAX_SERVERS = 32;

type Draft = { -readonly [Name in keyof SpamServer]: SpamServer[Name] };

const USUAL: Omit<SpamServer, 'where'> = {
  priority: 1,
  weight: 1,
  retrySeconds: 0,
  timeoutSeconds: 120,
  isRspamd: false,
};

export function readServers(list: string, clock: Clock): ReadServers {
  const servers: SpamServer[] = [];
  const warnings: string[] = [];
  for (const item of readList(list).items) {
    if (servers.length === MAX_SERVERS) break;
    const words = item.split(' ').filter((word) => word !== '');
    const [host = ''] = words;
    const isPath = host.startsWith('/');
    if (words.length < (isPath ? 1 : 2)) {
      warnings.push(`warning - invalid spamd address: '${item}'`);
      continue;
    }
    const server: Draft = { where: isPath ? host : `${host} ${words[1]}`, ...USUAL };
    for (const word of words.slice(isPath ? 1 : 2)) {
      const wrong = noteWord(server, word, clock);
      if (wrong !== undefined) warnings.push(`warning - ${wrong}`);
    }
    servers.push(server);
  }
  return { servers, warnings };
}

/** @returns what is wrong with it */
function noteWord(server: Draft, word: string, clock: Clock): string | undefined {
  const [, name = '', value = ''] = /^([a-z]+)=(.*)$/s.exec(word) ?? [];
  switch (name) {
    case 'pri':
    case 'weight':
      if (!/^\d+/.test(value)) break;
      server[name === 'pri' ? 'priority' : 'weight'] = Number.parseInt(value, 10);
      return undefined;
    case 'variant':
      if (value !== 'rspamd') break;
      server.isRspamd = true;
      return undefined;
    case 'time':
      return noteHours(server, value, clock);
    case 'tmo':
    case 'retry': {
      const seconds = parseInterval(value);
      if (seconds === undefined) return `invalid spamd ${name === 'tmo' ? 'timeout' : 'retry'} value: '${value}'`;
      server[name === 'tmo' ? 'timeoutSeconds' : 'retrySeconds'] = seconds;
      return undefined;
    }
  }
  return `invalid spamd parameter: '${word}'`;
}

/** `9.30-17.30.00`, of the day here; outside of it the server weighs nothing. */
function noteHours(server: Draft, value: string, clock: Clock): string | undefined {
  const [from, to] = value.split('-').map(secondsOf);
  if (from === undefined || to === undefined) return `invalid spamd time value: '${value}'`;
  const now = clock.now();
  const seconds = now.getHours() * 3600 + now.getMinutes() * 60 + now.getSeconds();
  if (seconds < from || seconds >= to) server.weight = 0;
  return undefined;
}

function secondsOf(text: string): number | undefined {
  const [, hours, minutes = '0', seconds = '0'] = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(text) ?? [];
  return hours === undefined ? undefined : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** Of those with the highest priority one by lot, by weight; undefined: none is left. */
export function chooseServer(servers: readonly SpamServer[], below: (count: number) => number): SpamServer | undefined {
  if (servers.length === 1) return servers[0];
  const able = servers.filter(({ weight }) => weight > 0);
  const highest = Math.max(...able.map(({ priority }) => priority));
  const best = able.filter(({ priority }) => priority === highest);
  let lot = best.length === 0 ? 0 : below(best.reduce((sum, { weight }) => sum + weight, 0));
  return best.find(({ weight }) => {
    lot -= weight;
    return lot < 0;
  });
}
