/** The name of an error in a retry rule (Exim spec §32.4). Exim takes the beginning of many a name for the whole of it. */
import { err, ok, parseInterval, type Result } from '../../../base/index.ts';

export interface RetryErrorName {
  readonly kind:
    | 'auth_failed'
    | 'lookup'
    | 'lost_connection'
    | 'refused'
    | 'timeout'
    | 'tls_required'
    | 'quota'
    | 'mail'
    | 'rcpt'
    | 'data';
  /** Of a connection: the host came from an MX record, or from an address record alone. */
  readonly host?: 'A' | 'MX';
  /** Of a timeout: before there was a connection. */
  readonly connecting?: boolean;
  /** The last two digits of a reply: `52`, `5x`, `xx`. */
  readonly digits?: string;
  /** Of a quota: so long the mailbox was not read. */
  readonly unreadSeconds?: number;
  /** `timeout_DNS`: Exim takes it for `timeout`, and says that it does. */
  readonly isOutdated?: boolean;
}

/** @returns any error for `*`, or what is wrong in Exim's words */
export function parseRetryError(word: string): Result<RetryErrorName | 'any', string> {
  if (word === '*') return ok('any');
  const split = word.indexOf('_');
  const head = (split < 0 ? word : word.slice(0, split)).toLowerCase();
  const tail = split < 0 ? undefined : word.slice(split + 1);
  if (head === 'quota') return readQuota(tail);
  if (head === 'refused') return readRefused(tail);
  if (head === 'timeout') return readTimeout(tail);
  if (/^(?:mail|rcpt|data)_4/i.test(word)) return readReply(word);
  if (head === 'auth' && tail !== undefined && begins('failed', tail)) return ok({ kind: 'auth_failed' });
  const kind = WHOLE.find((name) => begins(name, word));
  return kind === undefined ? err(`unknown or malformed retry error "${word.slice(0, 40)}"`) : ok({ kind });
}

/** In this order: no letter at all is the first of them. */
const WHOLE = ['lost_connection', 'tls_required', 'lookup'] as const;

const begins = (name: string, written: string): boolean => name.toLowerCase().startsWith(written.toLowerCase());

function readQuota(time: string | undefined): Result<RetryErrorName, string> {
  if (time === undefined) return ok({ kind: 'quota' });
  const unreadSeconds = parseInterval(time);
  return unreadSeconds === undefined ? err('bad time value') : ok({ kind: 'quota', unreadSeconds });
}

function readRefused(tail: string | undefined): Result<RetryErrorName, string> {
  if (tail === undefined) return ok({ kind: 'refused' });
  const host = (['MX', 'A'] as const).find((name) => begins(name, tail));
  return host === undefined ? err('A or MX expected after "refused"') : ok({ kind: 'refused', host });
}

function readTimeout(tail: string | undefined): Result<RetryErrorName, string> {
  if (tail === undefined) return ok({ kind: 'timeout' });
  const found = TIMEOUTS.find(([name]) => begins(name, tail));
  if (found === undefined) return err('"A", "MX", or "connect" expected after "timeout"');
  return ok({ kind: 'timeout', ...found[1] });
}

type Timeout = Pick<RetryErrorName, 'host' | 'connecting' | 'isOutdated'>;

const TIMEOUTS: readonly (readonly [name: string, meaning: Timeout])[] = [
  ['A', { host: 'A' }],
  ['MX', { host: 'MX' }],
  ['connect', { connecting: true }],
  ['connect_A', { connecting: true, host: 'A' }],
  ['connect_MX', { connecting: true, host: 'MX' }],
  ['DNS', { isOutdated: true }],
];

function readReply(word: string): Result<RetryErrorName, string> {
  const [, digits] = /^...._4(\d\d|\dx|xx)$/.exec(word) ?? [];
  if (digits === undefined)
    return err(`${word.slice(0, 4)}_4 must be followed by xx, dx, or dd, where x is literal and d is any digit`);
  return ok({ kind: word.slice(0, 4).toLowerCase() as 'mail' | 'rcpt' | 'data', digits });
}
