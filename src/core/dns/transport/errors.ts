/** The ways an exchange fails, each made in one place. */
import type { Fault } from '../../../base/index.ts';
import type { NetError, TlsError } from '../../net/types.ts';
import { extendedErrorPurpose, formatRcode, RCODE } from '../codes.ts';
import { extendedErrors } from '../message/edns.ts';
import { formatName } from '../name.ts';
import { formatType } from '../rr-types.ts';
import type { DnsError, DnsErrorCode, Message, Question } from '../types.ts';

/** Where an attempt went, for the error. */
export interface Attempt {
  readonly server: string;
  readonly question: Question;
}

export function dnsError(
  code: DnsErrorCode,
  fault: Fault,
  { server, question }: Attempt,
  why: string,
  hint?: string,
): DnsError {
  const asked = `${formatName(question.name)} ${formatType(question.type)}`;
  const temporary = code !== 'dns/name' && code !== 'dns/configuration';
  const message = `${server} was asked for ${asked}: ${why}`;
  return { code, message, fault, temporary, server, question, ...(hint === undefined ? {} : { hint }) };
}

/** A dial, datagram, handshake or HTTP request that failed below us. */
export function fromNetError(error: NetError | TlsError, attempt: Attempt): DnsError {
  const made = dnsError(NET_CODES[error.code] ?? 'dns/unreachable', error.fault, attempt, error.message, error.hint);
  return { ...made, temporary: error.temporary };
}

/** RCODEs that mean the server has no answer for us, rather than that the answer is "no" (RFC 2308 §7). */
export function refusalOf(message: Message, attempt: Attempt): DnsError | undefined {
  const code = REFUSALS[message.rcode];
  if (code === undefined) return undefined;
  const ede = extendedErrors(message);
  const told = ede.map(({ code, text }) =>
    [extendedErrorPurpose(code) ?? `EDE ${code}`, text].filter(Boolean).join(': '),
  );
  const why = ['it answered', formatRcode(message.rcode), ...(told.length === 0 ? [] : [`(${told.join('; ')})`])];
  const error = dnsError(code, 'peer', attempt, why.join(' '));
  return ede.length === 0 ? error : { ...error, ede };
}

/** Nothing another server could do better. */
export function isFinal(error: DnsError): boolean {
  return error.code === 'dns/aborted' || error.code === 'dns/name';
}

export function isRefusal(error: DnsError): boolean {
  return error.code === 'dns/refused' || error.code === 'dns/servfail';
}

/** Of several failures the one that says most is kept: an answer, even a refusal, says more than silence. */
export function moreTelling(known: DnsError | undefined, next: DnsError): DnsError {
  return known === undefined || rank(next) >= rank(known) ? next : known;
}

function rank(error: DnsError): number {
  return TELLING.indexOf(error.code);
}

const TELLING: readonly DnsError['code'][] = [
  'dns/configuration',
  'dns/unreachable',
  'dns/timeout',
  'dns/garbage',
  'dns/mismatch',
  'dns/refused',
  'dns/servfail',
];

const REFUSALS: Readonly<Record<number, DnsErrorCode>> = {
  [RCODE.FORMERR]: 'dns/servfail',
  [RCODE.SERVFAIL]: 'dns/servfail',
  [RCODE.NOTIMP]: 'dns/refused',
  [RCODE.REFUSED]: 'dns/refused',
  [RCODE.NOTAUTH]: 'dns/refused',
  [RCODE.BADVERS]: 'dns/servfail',
};

const NET_CODES: Readonly<Partial<Record<string, DnsErrorCode>>> = {
  'net/timeout': 'dns/timeout',
  'net/aborted': 'dns/aborted',
  'net/address': 'dns/configuration',
  'net/too-large': 'dns/garbage',
  'net/http': 'dns/garbage',
  'tls/timeout': 'dns/timeout',
  'tls/aborted': 'dns/aborted',
};
