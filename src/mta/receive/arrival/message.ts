/** The message is there: made whole, judged by ACLs, stored; the last word is the promise to deliver it. */
import { ok } from '../../../base/index.ts';
import type { Answer, QuestionOf } from '../../../core/smtp/index.ts';
import { type AclVerdict, wrapMessage } from '../../acl/index.ts';
import type { AclPhase } from '../../config/index.ts';
import { fullHost, type IncomingMessage } from '../../facts/index.ts';
import { entry, type LogTrouble, MAIN, type RejectedMessage } from '../../log/index.ts';
import type { FirstClaim } from '../../spool/index.ts';
import { judgeSigners, verifySignatures } from '../checks/dkim.ts';
import { completeHeaders } from '../headers/fixups.ts';
import { readHeaderLines } from '../headers/parse.ts';
import { placeHeaders, removeHeaders } from '../headers/placement.ts';
import { receivedLine } from '../headers/received.ts';
import type { Arrived } from '../intake/intake.ts';
import { prepareLocal, refuseHeader, tellFaults } from '../local/complete.ts';
import { REFUSED, refuseLocal } from '../local/refuse.ts';
import { judgeParts, type PartsVerdict } from '../mime/judge-parts.ts';
import { refuse } from '../policy/refuse.ts';
import { makeReply } from '../policy/reply.ts';
import { runPhase } from '../policy/run.ts';
import { createCopyKeeper } from '../scan-copy.ts';
import type { Incoming, Session } from '../session.ts';
import { contentOf } from './content.ts';
import { immediacyOf } from './immediacy.ts';
import { arrivalLine, logArrival, noteArrival } from './log-arrival.ts';
import { judgeEach, wholeReply } from './prdr.ts';
import { storeMessage } from './store.ts';
import { tellFrozen } from './tell-frozen.ts';

export async function answerMessage(session: Session, question: QuestionOf<'message'>): Promise<Answer> {
  const incoming = session.takeIntake();
  const copy = createCopyKeeper(session, incoming);
  const { messageControls } = session;
  session.scanCopy = copy;
  try {
    return await takeMessage(session, incoming, question);
  } finally {
    session.scanCopy = undefined;
    await copy.remove(messageControls.keepsScanCopy);
  }
}

async function takeMessage(session: Session, incoming: Incoming, question: QuestionOf<'message'>): Promise<Answer> {
  const arrived = await incoming.intake.end();
  const faulty = await complete(session, arrived, incoming);
  if (faulty !== undefined) return drop(session, incoming, faulty);
  await verifySignatures(session, arrived.header, incoming);
  const judged = await judge(session, incoming, question);
  if (judged.refusal !== undefined) return drop(session, incoming, judged.refusal);
  return keep(session, incoming, judged);
}

async function drop(session: Session, { writer }: Incoming, answer: Answer): Promise<Answer> {
  await writer.abort();
  session.endMessage();
  return answer;
}

/** The header read, completed and traced; an answer where the message cannot be taken. */
async function complete(session: Session, arrived: Arrived, incoming: Incoming): Promise<Answer | undefined> {
  const message = session.message!;
  message.body = arrived.body;
  message.receivedMs = session.now();
  const headers = readHeaderLines(arrived.header);
  session.rawRecipients = message.recipients.map(({ address, said = address }) => said);
  const size = sizeOf(headers, arrived);
  message.headerRead = session.fromLineOctets > 0 ? { ...size, lines: size.lines + 1 } : size;
  const wrong = faultOf(session, arrived, headers);
  if (wrong !== undefined) return refuseFaulty(session, wrong, arrived.header);
  const prepared = await prepareLocal(session, headers);
  const fixed = await completeHeaders(session, prepared.headers);
  const received = await receivedLine(session);
  message.headers = received === undefined ? fixed : [received, ...fixed];
  placeAdded(session);
  const mayGoOn = session.local === undefined || (await tellFaults(session, prepared, incoming));
  return mayGoOn ? undefined : REFUSED;
}

/** With the empty line behind it, where there was one; its lines as they came, and one more where a body follows. */
function sizeOf(
  headers: IncomingMessage['headers'],
  { header, body, hasEmptyLine }: Arrived,
): NonNullable<IncomingMessage['headerRead']> {
  let octets = hasEmptyLine ? 1 : 0;
  let lines = hasEmptyLine || body.octets > 0 ? 1 : 0;
  for (const { text } of headers) octets += text.length;
  for (let at = header.indexOf('\n'); at >= 0; at = header.indexOf('\n', at + 1)) lines += 1;
  return { octets, lines };
}

interface HeaderFault {
  readonly kind: 'header-too-long' | 'header-line-too-long';
  readonly limit: number;
  readonly text: string;
  readonly logged: string;
}

function faultOf(
  session: Session,
  { isTooLong }: Arrived,
  headers: IncomingMessage['headers'],
): HeaderFault | undefined {
  const { options } = session.shared;
  if (isTooLong) return { ...HEADER_TOO_LONG, limit: options.number('header_maxsize') };
  const limit = options.number('header_line_maxsize');
  if (limit > 0 && headers.some(({ text }) => text.length > limit)) return { ...LINE_TOO_LONG, limit };
  return undefined;
}

const HEADER_TOO_LONG = {
  kind: 'header-too-long',
  text: 'Message header is ridiculously long',
  logged: 'ridiculously long message header',
} as const;

const LINE_TOO_LONG = {
  kind: 'header-line-too-long',
  text: 'A message header line is too long',
  logged: 'overlong message header line',
} as const;

async function refuseFaulty(session: Session, fault: HeaderFault, header: string): Promise<Answer> {
  if (session.local !== undefined) {
    await refuseHeader(session, fault, header);
    return REFUSED;
  }
  const { text, logged, limit } = fault;
  const who = fullHost(session.connection, session.facts.hostText);
  const said = `${logged} received from ${who} (more than ${limit} characters): message abandoned`;
  session.logWithoutId(entry(fault.kind, { limit }, said, MAIN));
  return { outcome: 'refuse', reply: { code: 552, text } };
}

/** What ACLs have added and taken away so far. */
function placeAdded(session: Session): void {
  const message = session.message!;
  const { added, removed } = session.messageControls;
  message.headersAdded = [];
  if (added.length === 0 && removed.length === 0) return;
  message.headers = placeHeaders(removeHeaders(message.headers, removed), added);
  added.length = 0;
  removed.length = 0;
}

interface Judged {
  readonly refusal?: Answer;
  /** Of each recipient, under PRDR. */
  readonly recipients?: readonly Answer[];
  readonly verdict?: AclVerdict;
  /** The ACL that threw it away. */
  readonly discardedBy?: 'DKIM' | 'MIME' | 'DATA';
}

/** The ACLs that see the whole message, in Exim's order. */
async function judge(session: Session, incoming: Incoming, question: QuestionOf<'message'>): Promise<Judged> {
  const content = contentOf(session, incoming);
  const disowned = await judgeSigners(session, content);
  if (disowned?.outcome === 'discard') return { verdict: disowned, discardedBy: 'DKIM' };
  if (disowned !== undefined)
    return { refusal: refuse(session, disowned, { what: { at: whatAt('dkim') }, below: rejected(session) }) };
  const ofParts = await judgeParts(session, content);
  placeAdded(session);
  if (ofParts !== undefined) return judgedParts(session, ofParts, incoming);
  const recipients = await judgeEach(session, content, question);
  placeAdded(session);
  if (session.message!.recipients.length === 0) return { ...(recipients !== undefined && { recipients }) };
  const verdict = await runPhase(session, 'data', content);
  placeAdded(session);
  if (verdict !== undefined && verdict.outcome !== 'accept' && verdict.outcome !== 'discard') {
    if (isNoSmtp(session)) return { refusal: await refuseLocal(session, verdict, 'not-smtp', incoming) };
    const refusal = refuse(session, verdict, { what: { at: whatAt('data') }, below: rejected(session) });
    return { refusal: recipients === undefined ? refusal : { ...refusal, recipients } };
  }
  return {
    ...(recipients !== undefined && { recipients }),
    ...(verdict !== undefined && { verdict }),
    ...(verdict?.outcome === 'discard' && { discardedBy: 'DATA' }),
  };
}

/** A part stood in the message's way. */
async function judgedParts(session: Session, verdict: NonNullable<PartsVerdict>, incoming: Incoming): Promise<Judged> {
  if (verdict.outcome === 'unscanned') {
    session.logTrouble('acl_smtp_mime: error while creating mbox spool file, message temporarily rejected.');
    session.logTrouble(verdict.why);
    return { refusal: { outcome: 'refuse', reply: { code: 451, text: 'temporary local problem' } } };
  }
  if (verdict.outcome === 'discard') return { verdict, discardedBy: 'MIME' };
  if (isNoSmtp(session)) return { refusal: await refuseLocal(session, verdict, 'mime', incoming) };
  return { refusal: refuse(session, verdict, { what: { at: whatAt('mime') }, below: rejected(session) }) };
}

const whatAt = (phase: Extract<AclPhase, 'data' | 'mime' | 'dkim' | 'prdr'>): typeof phase => phase;

const isNoSmtp = ({ source }: Session): boolean => source === 'local' || source === 'batch';

/** For the reject log. */
function rejected({ message }: Session): RejectedMessage {
  return {
    sender: message?.sender ?? '',
    recipients: message?.recipients.map(({ address }) => address) ?? [],
    headers: message?.headers ?? [],
  };
}

async function keep(session: Session, incoming: Incoming, judged: Judged): Promise<Answer> {
  const message = session.message!;
  const { ports } = session.shared;
  const { verdict, recipients, discardedBy } = judged;
  if (discardedBy !== undefined) message.recipients.length = 0;
  const isStored = message.recipients.length > 0 && !ports.isRehearsal;
  const line = arrivalLine(session);
  session.counts.arrived += 1;
  const immediacy = immediacyOf(session);
  let claim: FirstClaim | undefined;
  if (isStored) {
    noteArrival(session, line);
    const leaseMs = immediacy.kind === 'queued' ? undefined : ports.firstLeaseMs?.();
    const stored = await storeMessage(session, incoming.writer, leaseMs);
    if (!stored.ok) return unstored(session, stored.error.message);
    claim = stored.value;
  } else await incoming.writer.abort();
  if (recipients === undefined || message.recipients.length > 0)
    logArrival(session, line, {
      immediacy,
      ...(discardedBy !== undefined && { discardedBy }),
      ...(discardedBy !== 'MIME' && verdict?.logMessage !== undefined && { why: verdict.logMessage }),
    });
  const trouble = isStored ? await ports.logWritten?.() : undefined;
  if (trouble !== undefined) return unlogged(session, claim, trouble);
  if (isStored) {
    ports.stored?.(message.id ?? '', immediacy.kind, claim);
    await tellFrozen(session);
  }
  if (session.local !== undefined) session.local.isKept = true;
  const answer =
    recipients === undefined || session.messageControls.fake !== undefined
      ? replyTo(session, message, verdict)
      : wholeReply(message, recipients);
  session.endMessage();
  return recipients === undefined ? answer : { ...answer, recipients };
}

/** What the log does not know of has not been taken: it goes again, as Exim has it. */
async function unlogged(
  session: Session,
  first: FirstClaim | undefined,
  { code, message }: LogTrouble,
): Promise<Answer> {
  const { spool } = session.shared.ports;
  const claimed = first === undefined ? await spool.claim(session.message?.id ?? '', REMOVAL_MS) : ok(first);
  if (claimed.ok) await claimed.value.remove();
  session.logTrouble(message);
  session.endMessage();
  return {
    outcome: 'refuse',
    reply:
      code === 'log/no-space'
        ? { code: 452, text: 'Space shortage, please try later' }
        : { code: 451, text: 'Unexpected log failure, please try later' },
  };
}

const REMOVAL_MS = 60_000;

function unstored(session: Session, why: string): Answer {
  session.logTrouble(`the message could not be stored: ${why}`);
  session.endMessage();
  return { outcome: 'refuse', reply: { code: 451, text: 'Error while writing spool file' } };
}

function replyTo(session: Session, { id = '' }: IncomingMessage, verdict: AclVerdict | undefined): Answer {
  const { fake } = session.messageControls;
  if (fake !== undefined) {
    const code = fake.name === 'fakereject' ? 550 : 450;
    return { outcome: 'refuse', reply: { code, text: wrapMessage(fake.text) } };
  }
  return { outcome: 'accept', reply: makeReply(session, verdict?.message?.text, 250, `OK id=${id}`) };
}
