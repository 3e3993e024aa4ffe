/** `<=`: a message has come. */
import { formatDuration } from '../durations.ts';
import { entry, type LogEntry, type LogFormat, MAIN } from '../entry.ts';
import { printable, printableQuoted } from '../printing.ts';
import { fullHost, type HostFacts, interfaceField } from './host.ts';
import { type AuthFacts, authField, type TlsFacts, tlsFields } from './tls.ts';

interface Pipelining {
  readonly used: boolean;
  /** PIPECONNECT, offered or used. */
  readonly early?: 'offered' | 'used' | undefined;
}

export interface ArrivalFacts {
  /** Empty for the null sender. */
  readonly sender: string;
  readonly host: HostFacts;
  /** `esmtps`, `local`, … */
  readonly protocol?: string | undefined;
  /** Of headers and body as stored. */
  readonly sizeBytes: number;
  /** Of a message we made about another: that one's id. */
  readonly reference?: string | undefined;
  /** Answered by a refusal although it was taken (`control = fakereject`). */
  readonly fakeReject?: boolean | undefined;
  /** Offered to the client, and what it made of it. */
  readonly pipelining?: Pipelining | undefined;
  readonly tls?: TlsFacts | undefined;
  readonly auth?: AuthFacts | undefined;
  readonly prdr?: boolean | undefined;
  /** Address of the proxy in between. */
  readonly proxy?: string | undefined;
  /** It came by BDAT. */
  readonly chunking?: boolean | undefined;
  /** BODY= of the MAIL command. */
  readonly body?: '7BIT' | '8BITMIME' | undefined;
  /** Domains whose signatures hold, joined. */
  readonly dkim?: string | undefined;
  readonly arcPassed?: boolean | undefined;
  /** Since the connection or the last message. */
  readonly receiveMs?: number | undefined;
  readonly queue?: string | undefined;
  /** Without angle brackets. */
  readonly messageId?: string | undefined;
  /** We made it. */
  readonly messageIdCreated?: boolean | undefined;
  /** Decoded (`$h_subject:`). */
  readonly subject?: string | undefined;
  /** As given, before rewriting. */
  readonly rawSender: string;
  readonly rawRecipients: readonly string[];
}

/** @param received  `receivedText`, where it is there already */
export function arrivalEntry(facts: ArrivalFacts, format: LogFormat, received = receivedText(facts, format)): LogEntry {
  const text = received + fromField(facts, format);
  const whole = text + forField(facts, format, MAX_LINE - text.length - ' for'.length);
  return entry('arrival', facts, whole, MAIN);
}

/**
 * Without who it is from and for: what the message's own log has, too. Field order as Exim 4.96 has it: readers of logs rely
 * on P= before S=.
 */
export function receivedText(facts: ArrivalFacts, format: LogFormat): string {
  const reference = facts.reference === undefined ? '' : ` R=${facts.reference}`;
  return (
    `${facts.fakeReject === true ? '(=' : '<='} ${facts.sender === '' ? '<>' : facts.sender}${reference}` +
    hostFields(facts, format) +
    tlsFields(facts.tls, format) +
    authField(facts.auth, format) +
    transferFields(facts, format) +
    ` S=${facts.sizeBytes}` +
    contentFields(facts, format) +
    identityFields(facts, format)
  );
}

/** Host, user and protocol, as a connection lost after the final dot is logged with them, too. */
export function hostFields(facts: Pick<ArrivalFacts, 'host' | 'protocol' | 'pipelining'>, format: LogFormat): string {
  const { host, protocol, pipelining } = facts;
  const { selectors } = format;
  const full = fullHost(host, format);
  let text = '';
  if (full !== undefined) {
    if (host.dnssec === true && selectors.has('dnssec')) text += ' DS';
    text += ` H=${full}${interfaceField(host, format)}`;
  }
  if (host.ident !== undefined) text += ` U=${host.ident}`;
  if (protocol !== undefined) text += ` P=${protocol}`;
  if (pipelining !== undefined && selectors.has('pipelining')) text += pipeliningField(pipelining);
  return text;
}

const pipeliningField = ({ used, early }: Pipelining): string =>
  ` L${early === 'used' ? '*' : early === 'offered' ? '.' : ''}${used ? '' : '-'}`;

function transferFields(facts: ArrivalFacts, { selectors }: LogFormat): string {
  const prdr = facts.prdr === true ? ' PRDR' : '';
  const proxy = facts.proxy !== undefined && selectors.has('proxy') ? ` PRX=${facts.proxy}` : '';
  return prdr + proxy + (facts.chunking === true ? ' K' : '');
}

function contentFields(facts: ArrivalFacts, { selectors }: LogFormat): string {
  let text = '';
  if (selectors.has('8bitmime')) text += ` M8S=${BODY[facts.body ?? '']}`;
  if (selectors.has('dkim') && facts.dkim !== undefined) text += ` DKIM=${facts.dkim}`;
  if (selectors.has('dkim') && facts.arcPassed === true) text += ' ARC';
  if (selectors.has('receive_time') && facts.receiveMs !== undefined)
    text += ` RT=${formatDuration(facts.receiveMs, selectors.has('millisec'))}`;
  return facts.queue === undefined || facts.queue === '' ? text : `${text} Q=${facts.queue}`;
}

const BODY = { '': 0, '7BIT': 7, '8BITMIME': 8 } as const;

function identityFields(facts: ArrivalFacts, format: LogFormat): string {
  const { selectors } = format;
  const { messageId, subject, messageIdCreated = false } = facts;
  let text = '';
  if (messageId !== undefined && selectors.has('msg_id') && (!messageIdCreated || selectors.has('msg_id_created')))
    text += ` id${messageIdCreated ? '*' : ''}=${printable(messageId, format)}`;
  if (subject !== undefined && selectors.has('subject'))
    text += ` T=${printableQuoted(subject.slice(0, MAX_SUBJECT), format)}`;
  return text;
}

const MAX_SUBJECT = 100;

const fromField = ({ rawSender }: ArrivalFacts, { selectors }: LogFormat): string =>
  selectors.has('received_sender') ? ` from <${rawSender}>` : '';

/** No further recipients where they would make the line longer than Exim's buffer. */
function forField({ rawRecipients }: ArrivalFacts, { selectors }: LogFormat, octets: number): string {
  if (!selectors.has('received_recipients') || rawRecipients.length === 0) return '';
  let room = octets;
  let text = ' for';
  for (const recipient of rawRecipients) {
    room -= recipient.length + 1;
    if (room < 0) break;
    text += ` ${recipient}`;
  }
  return text;
}

/** Exim's buffer of 8192 octets, less time, process and id. */
const MAX_LINE = 8_100;
