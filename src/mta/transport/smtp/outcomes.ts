/** What a host's words come to for a recipient, as the log, retry rules and reports need it. */
import type { Reply } from '../../../core/smtp/index.ts';
import type { DeliveryRecipient, RecipientOutcome } from '../types.ts';
import type { Attempt } from './attempt.ts';
import type { Fate } from './judge.ts';
import { replyText } from './texts.ts';
import type { HostTrouble } from './trouble.ts';

/** Of what a recipient's line and a bounce say; Exim's deliveries tell no more of it. */
const MAX_TEXT = 1024;

export interface Told {
  readonly recipient: DeliveryRecipient;
  readonly sender: string;
  readonly attempt: Attempt;
  readonly tookMs: number;
}

export function describeFate(fate: Fate, told: Told): RecipientOutcome {
  if (fate.kind === 'taken') return delivered(fate, told);
  const { errno, moreErrno, text, reply, isOwn, namesHost } = fate;
  return {
    address: told.recipient.address,
    status: fate.kind === 'refused' ? 'failed' : 'deferred',
    errno,
    ...(moreErrno !== undefined && { moreErrno }),
    text: text.slice(0, MAX_TEXT),
    ...replyOf(reply),
    ...(fate.kind === 'deferred' && { retryBy: isOwn ? 'address' : 'message' }),
    ...(namesHost && placeOf(told.attempt)),
    tookMs: told.tookMs,
  };
}

/** The dot and its line end are counted. */
const END_OF_DATA = 3;

/** The log for machines tells only what is so. */
const ifSo = (is: boolean): true | undefined => (is ? true : undefined);

/** Each field is there, so that all are of one shape: most of what is delivered comes by here. */
function delivered({ confirmation, said }: Extract<Fate, { kind: 'taken' }>, told: Told): RecipientOutcome {
  const { attempt, recipient, sender, tookMs } = told;
  const { recipe, connection, judged } = attempt;
  const extensions = connection?.greeted?.extensions;
  const has = (keyword: string): boolean => extensions?.has(keyword) === true;
  const { plan } = recipe!;
  const isChunked = plan.chunking !== 'never' && has('CHUNKING');
  const place = placeOf(attempt);
  return {
    address: recipient.address,
    status: 'delivered',
    host: place.host,
    interface: place.interface,
    tls: place.tls,
    auth: place.auth,
    proxy: place.proxy,
    pipelining: plan.pipelining && has('PIPELINING') ? 'used' : undefined,
    prdr: ifSo(judged.isPrdr),
    chunking: ifSo(isChunked),
    reused: place.reused,
    dsnAware: ifSo(has('DSN')),
    saidAs: isTurned(recipient.address + sender, said.address + said.sender) ? said : undefined,
    confirmation,
    returnPath: sender,
    octets: judged.octets + (isChunked ? 0 : END_OF_DATA),
    tookMs,
  };
}

const BEYOND_ASCII = /[^\x00-\x7f]/;
const isTurned = (address: string, said: string): boolean => BEYOND_ASCII.test(address) && !BEYOND_ASCII.test(said);

/** @param ofMessage  only this message has trouble there */
export function describeTrouble(trouble: HostTrouble, ofMessage: boolean, told: Told): RecipientOutcome {
  const { errno, moreErrno, text, reply, isFinal, namesHost } = trouble;
  return {
    address: told.recipient.address,
    status: isFinal === true ? 'failed' : 'deferred',
    errno,
    ...(moreErrno !== undefined && { moreErrno }),
    ...(text !== undefined && { text: text.slice(0, MAX_TEXT) }),
    ...replyOf(reply),
    retryBy: ofMessage ? 'message' : 'host',
    ...(namesHost && placeOf(told.attempt)),
    tookMs: told.tookMs,
  };
}

function replyOf(reply: Reply | undefined): Pick<RecipientOutcome, 'reply'> {
  if (reply === undefined) return {};
  const { code, enhanced } = reply;
  return { reply: { code, ...(enhanced !== undefined && { enhanced }), text: replyText(reply) } };
}

/** Where it was, over what, and as whom. */
function placeOf({ facts, connection, reused }: Attempt): Partial<RecipientOutcome> {
  const authenticated = connection?.greeted?.authenticated;
  return {
    host: facts.host,
    interface: facts.interface,
    tls: facts.outgoing,
    auth:
      authenticated === undefined
        ? undefined
        : { name: authenticated, ...(facts.authenticatedId !== undefined && { id: facts.authenticatedId }) },
    proxy: facts.proxy,
    reused: ifSo(reused),
  };
}
