/** What Node says of a failed socket, in our words: code, sentence, whose fault, and whether to try again. */
import { constants } from 'node:os';
import type { NetError, NetErrorCode } from './types.ts';

interface Wording {
  readonly code: NetErrorCode;
  readonly says: string;
  readonly fault: NetError['fault'];
  readonly hint?: string;
}

/** `where` is `192.0.2.1:25` or a URL. */
export function netError(cause: unknown, where: string): NetError {
  const { code, says, fault, hint } = WORDINGS[causeCode(cause)] ?? fallback(cause);
  const errno = systemNumber(cause);
  return {
    ...(errno !== undefined && { errno }),
    code,
    message: `${where}: ${says}`,
    ...(hint !== undefined && { hint }),
    fault,
    temporary: fault !== 'configuration',
  };
}

export function timedOut(where: string, afterMs: number, doing = 'no connection'): NetError {
  const message = `${where}: ${doing} within ${seconds(afterMs)}`;
  return {
    code: 'net/timeout',
    message,
    hint: 'raise --timeout, or look for a firewall',
    fault: 'network',
    temporary: true,
  };
}

export function aborted(where: string): NetError {
  return { code: 'net/aborted', message: `${where}: given up on request`, fault: 'local', temporary: true };
}

export function tooLarge(where: string, what: string, maxBytes: number): NetError {
  const message = `${where}: ${what} is larger than ${maxBytes} octets`;
  return { code: 'net/too-large', message, fault: 'peer', temporary: false };
}

export function networkFailure(code: NetErrorCode, message: string, fault: NetError['fault']): NetError {
  return { code, message, fault, temporary: false };
}

export const seconds = (ms: number): string => `${Number((ms / 1000).toFixed(1))} s`;

/** By the name of the error, since libuv has numbers of its own for some. */
function systemNumber(cause: unknown): number | undefined {
  const { code = '' } = (cause ?? {}) as { readonly code?: string };
  const name = code in constants.errno ? code : causeCode(cause);
  return (constants.errno as Readonly<Record<string, number | undefined>>)[name];
}

/** The innermost code: undici and happy eyeballs wrap the one that says something. */
function causeCode(cause: unknown): string {
  for (
    let error = cause as { code?: unknown; cause?: unknown } | undefined;
    error;
    error = error.cause as typeof error
  ) {
    if (typeof error.code === 'string' && error.code in WORDINGS) return error.code;
    if (typeof error !== 'object') break;
  }
  return '';
}

function fallback(cause: unknown): Wording {
  const text = cause instanceof Error ? cause.message : String(cause);
  return { code: 'net/failed', says: text.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 300), fault: 'network' };
}

const network = (code: NetErrorCode, says: string): Wording => ({ code, says, fault: 'network' });
const local = (code: NetErrorCode, says: string, hint: string): Wording => ({ code, says, fault: 'local', hint });

const WORDINGS: Readonly<Record<string, Wording>> = {
  ECONNREFUSED: { code: 'net/refused', says: 'the connection was refused; nothing listens there', fault: 'peer' },
  ECONNRESET: { code: 'net/reset', says: 'the peer reset the connection', fault: 'peer' },
  EPIPE: { code: 'net/reset', says: 'the peer had closed the connection', fault: 'peer' },
  ETIMEDOUT: network('net/timeout', 'the network gave up waiting for an answer'),
  EHOSTUNREACH: network('net/unreachable', 'no route to the host'),
  ENETUNREACH: network('net/unreachable', 'the network is unreachable from here'),
  EHOSTDOWN: network('net/unreachable', 'the host is down'),
  ENETDOWN: network('net/unreachable', 'the network is down'),
  EADDRNOTAVAIL: local(
    'net/address',
    'the local address cannot be used for it',
    'check --source, and whether this host has that address family',
  ),
  EAFNOSUPPORT: local('net/address', 'this host does not speak that address family', 'try -4 or -6'),
  EINVAL: local('net/address', 'the address is not valid for a connection', 'check address and port'),
  EACCES: local('net/unreachable', 'the system forbids the connection', 'look for a local firewall or sandbox'),
  EPERM: local('net/unreachable', 'the system forbids the connection', 'look for a local firewall or sandbox'),
  EMFILE: local('net/failed', 'too many open files here', 'lower --jobs or raise the limit (ulimit -n)'),
  ENFILE: local('net/failed', 'too many open files on this host', 'lower --jobs'),
  EMSGSIZE: local('net/too-large', 'the datagram is too large to send', 'ask over TCP'),
};

const LISTEN_HINTS: Readonly<Record<string, readonly [says: string, hint: string]>> = {
  EADDRINUSE: ['something listens there already', 'choose another port, or 0 for whichever is free'],
  EACCES: ['not permitted to listen there', 'ports below 1024 are for root: choose a higher one'],
  EADDRNOTAVAIL: ['this host has no such address', 'give an address of this host, or 0.0.0.0 or :: for all'],
};

/** Why nobody can listen there: the configuration names a place that cannot be had. */
export function listenError(cause: Error, where: string): NetError {
  const known = LISTEN_HINTS[(cause as NodeJS.ErrnoException).code ?? ''];
  if (known === undefined) return netError(cause, where);
  const [says, hint] = known;
  return { ...networkFailure('net/failed', `${where}: ${says}`, 'configuration'), hint };
}
