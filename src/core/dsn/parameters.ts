/** The parameters of RFC 3461 §4 on their own, as they stand behind the `=` in MAIL and RCPT. */
import { err, ok, type Result } from '../../base/index.ts';
import {
  decodeXtext,
  type GrammarError,
  type MailParameters,
  type NotifyWord,
  type OriginalRecipient,
  parseMailParameters,
  parseRcptParameters,
} from '../smtp/index.ts';
import { type DsnError, dsnError } from './errors.ts';
import type { Action } from './types.ts';

/** NOTIFY: `NEVER` alone, or some of the others (RFC 3461 §4.1). */
export function parseNotify(value: string): Result<readonly NotifyWord[], DsnError> {
  const read = parseRcptParameters(`NOTIFY=${value}`);
  return required(
    read,
    read.ok ? read.value.notify : undefined,
    value,
    'NEVER, or SUCCESS, FAILURE and DELAY with commas',
  );
}

/** RET (RFC 3461 §4.3). */
export function parseRet(value: string): Result<NonNullable<MailParameters['ret']>, DsnError> {
  const read = parseMailParameters(`RET=${value}`);
  return required(read, read.ok ? read.value.ret : undefined, value, 'FULL or HDRS');
}

/** ENVID, decoded from xtext (RFC 3461 §4.4). */
export function parseEnvid(value: string): Result<string, DsnError> {
  const read = parseMailParameters(`ENVID=${value}`);
  const decoded = read.ok && read.value.envid !== undefined ? decodeXtext(read.value.envid) : undefined;
  return required(read, decoded?.ok === true ? decoded.value : undefined, value, 'xtext of at most 100 characters');
}

/** ORCPT with its type, decoded (RFC 3461 §4.2, RFC 6533 §3). */
export function parseOrcpt(value: string): Result<OriginalRecipient, DsnError> {
  const read = parseRcptParameters(`ORCPT=${value}`);
  return required(
    read,
    read.ok ? read.value.orcpt : undefined,
    value,
    'type;xtext, such as rfc822;bob+2Bnews@example.org',
  );
}

/** A blank would begin another parameter, and what is of another keyword is none of this one. */
function required<T>(
  read: Result<unknown, GrammarError>,
  found: T | undefined,
  value: string,
  right: string,
): Result<T, DsnError> {
  if (found !== undefined && !/\s/.test(value)) return ok(found);
  const why = read.ok ? `${JSON.stringify(value.slice(0, 60))} has a blank in it` : read.error.message;
  return err(dsnError('dsn/parameter', why, `give ${right}`));
}

/**
 * Does the sender want to hear of this action for a recipient? Without NOTIFY, of failures, and of delays as most mailers
 * have it (RFC 3461 §4.1, §5.2.1).
 */
export function wantsReport(notify: readonly NotifyWord[] | undefined, action: Action): boolean {
  const word = action === 'failed' ? 'FAILURE' : action === 'delayed' ? 'DELAY' : 'SUCCESS';
  return notify === undefined ? word !== 'SUCCESS' : notify.includes(word);
}
