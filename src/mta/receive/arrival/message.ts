/** The message is there: made whole, judged by ACLs, stored; the last word is the promise to deliver it. */

import { ok } from '../../../base/index.ts';
import type { Answer, QuestionOf } from '../../../core/smtp/index.ts';
import { type AclVerdict, type ContentService, wrapMessage } from '../../acl/index.ts';
import type { AclPhase } from '../../config/index.ts';
import { after, type Later } from '../../expand/index.ts';
import { fullHost, type IncomingMessage } from '../../facts/index.ts';
import { completedEntry, entry, type LogTrouble, MAIN, type RejectedMessage } from '../../log/index.ts';
import type { FirstClaim } from '../../spool/index.ts';
import { judgeSigners, verifySignatures } from '../checks/dkim.ts';
import { endOnward, type OnwardEnd } from '../cutthrough/onward.ts';
import { logOnward, replyOf } from '../cutthrough/tell.ts';
import { readHeaderLines } from '../headers/parse.ts';
import { takeIntake } from '../intake/incoming.ts';
import type { Arrived, Incoming } from '../intake/intake.ts';
import { refuseHeader, tellFaults } from '../local/complete.ts';
import { REFUSED, refuseLocal } from '../local/refuse.ts';
import { judgeParts, type PartsVerdict } from '../mime/judge-parts.ts';
import { refuse } from '../policy/refuse.ts';
import { makeReply, replyLines } from '../policy/reply.ts';
import { runPhase } from '../policy/run.ts';
import { createCopyKeeper } from '../scan-copy.ts';
import type { Session } from '../session.ts';
import { completeLines, type HeaderFault, lineFault, placeAdded } from './complete-header.ts';
import { contentOf } from './content.ts';
import { type Immediacy, immediacyOf } from './immediacy.ts';
import { arrivalLine, logArrival, noteArrival } from './log-arrival.ts';
import { judgeEach, wholeReply } from './prdr.ts';
import { storeMessage } from './store.ts';
import { tellFrozen } from './tell-frozen.ts';

export async function answerMessage(session: Session, question: QuestionOf<'message'>): Promise<Answer> {
  const incoming = takeIntake(session);
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

/** In one go where nothing has to be waited for: promises cost a turn each, and only what stores needs one. */
function takeMessage(session: Session, incoming: Incoming, question: QuestionOf<'message'>): Later<Answer> {
  return after(incoming.intake.end(), (arrived) =>
    after(complete(session, arrived, incoming), (faulty) =>
      faulty === undefined
        ? after(verifySignatures(session, arrived.header, incoming), () => judgeAndKeep(session, incoming, question))
        : drop(session, incoming, faulty),
    ),
  );
}

const judgeAndKeep = (session: Session, incoming: Incoming, question: QuestionOf<'message'>): Later<Answer> =>
  after(judge(session, incoming, question), (judged) =>
    judged.refusal === undefined ? keep(session, incoming, judged) : drop(session, incoming, judged.refusal),
  );

async function drop(session: Session, { writer }: Incoming, answer: Answer): Promise<Answer> {
  await writer.abort();
  session.endMessage();
  return answer;
}

/** The header read, completed and traced; an answer where the message cannot be taken. */
function complete(session: Session, arrived: Arrived, incoming: Incoming): Later<Answer | undefined> {
  const message = session.message!;
  message.body = arrived.body;
  const headers = readHeaderLines(arrived.header);
  session.rawRecipients = message.recipients.map(({ address, said = address }) => said);
  const size = sizeOf(headers, arrived);
  message.headerRead = session.fromLineOctets > 0 ? { ...size, lines: size.lines + 1 } : size;
  if (session.cutthrough.onward !== undefined) return undefined; // it has gone on already
  const wrong = faultOf(session, arrived, headers);
  if (wrong !== undefined) return refuseFaulty(session, wrong, arrived.header);
  return after(completeLines(session, headers), (prepared) =>
    session.local === undefined
      ? undefined
      : after(tellFaults(session, prepared, incoming), (mayGoOn) => (mayGoOn ? undefined : REFUSED)),
  );
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

function faultOf(
  session: Session,
  { isTooLong }: Arrived,
  headers: IncomingMessage['headers'],
): HeaderFault | undefined {
  const { options } = session.shared;
  return isTooLong ? { ...HEADER_TOO_LONG, limit: options.number('header_maxsize') } : lineFault(session, headers);
}

const HEADER_TOO_LONG = {
  kind: 'header-too-long',
  text: 'Message header is ridiculously long',
  logged: 'ridiculously long message header',
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

interface Judged {
  readonly refusal?: Answer;
  /** Of each recipient, under PRDR. */
  readonly recipients?: readonly Answer[];
  readonly verdict?: AclVerdict;
  /** The ACL that threw it away. */
  readonly discardedBy?: 'DKIM' | 'MIME' | 'DATA';
}

/** The ACLs that see the whole message, in Exim's order. */
function judge(session: Session, incoming: Incoming, question: QuestionOf<'message'>): Later<Judged> {
  const content = contentOf(session, incoming);
  return after(judgeSigners(session, content), (disowned) => {
    if (disowned === undefined) return judgeContent(session, incoming, question, content);
    if (disowned.outcome === 'discard') return { verdict: disowned, discardedBy: 'DKIM' };
    return { refusal: refuse(session, disowned, { what: { at: whatAt('dkim') }, below: rejected(session) }) };
  });
}

function judgeContent(
  session: Session,
  incoming: Incoming,
  question: QuestionOf<'message'>,
  content: ContentService,
): Later<Judged> {
  return after(judgeParts(session, content), (ofParts) => {
    placeAdded(session);
    if (ofParts !== undefined) return judgedParts(session, ofParts, incoming);
    return after(judgeEach(session, content, question), (recipients) => {
      placeAdded(session);
      if (session.message!.recipients.length === 0) return { ...(recipients !== undefined && { recipients }) };
      return after(runPhase(session, 'data', content), (verdict) =>
        judgedWhole(session, incoming, recipients, verdict),
      );
    });
  });
}

async function refuseUnsent(session: Session, verdict: AclVerdict, incoming: Incoming): Promise<Judged> {
  return { refusal: await refuseLocal(session, verdict, 'not-smtp', incoming) };
}

function judgedWhole(
  session: Session,
  incoming: Incoming,
  recipients: readonly Answer[] | undefined,
  verdict: AclVerdict | undefined,
): Later<Judged> {
  placeAdded(session);
  if (verdict !== undefined && verdict.outcome !== 'accept' && verdict.outcome !== 'discard') {
    if (isNoSmtp(session)) return refuseUnsent(session, verdict, incoming);
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

function keep(session: Session, incoming: Incoming, judged: Judged): Later<Answer> {
  const message = session.message!;
  session.counts.arrived += 1;
  if (judged.discardedBy !== undefined) message.recipients.length = 0;
  const end: Later<OnwardEnd> = message.recipients.length > 0 ? endOnward(session) : { kind: 'unused' };
  return after(end, (known) => keepOrPassOn(session, incoming, judged, known));
}

/** What the next hop has said decides, where the message went on while it came. */
function keepOrPassOn(session: Session, incoming: Incoming, judged: Judged, end: OnwardEnd): Promise<Answer> {
  if (end.kind === 'unused') return keepIn(session, incoming, judged, immediacyOf(session));
  const { passesDeferrals } = end;
  logOnward(session, end);
  if (end.kind === 'refused' || (end.kind === 'deferred' && passesDeferrals))
    return drop(session, incoming, { outcome: 'refuse', reply: replyOf(end) });
  // The next hop has had its say: another try is for a queue run.
  if (end.kind === 'deferred') return keepIn(session, incoming, judged, { kind: 'queued' });
  return passedOn(session, incoming, judged);
}

/** The next hop has promised it: nothing is left to do. */
async function passedOn(session: Session, { writer }: Incoming, { verdict }: Judged): Promise<Answer> {
  const message = session.message!;
  await writer.abort();
  logArrival(session, arrivalLine(session), { immediacy: { kind: 'at-once' } });
  session.log(completedEntry({}, session.logFormat));
  const answer = replyTo(session, message, verdict);
  session.endMessage();
  return answer;
}

async function keepIn(session: Session, incoming: Incoming, judged: Judged, immediacy: Immediacy): Promise<Answer> {
  const message = session.message!;
  const { ports } = session.shared;
  const { verdict, recipients, discardedBy } = judged;
  const isStored = message.recipients.length > 0 && !ports.isRehearsal;
  const line = arrivalLine(session);
  let claim: FirstClaim | undefined;
  if (isStored) {
    noteArrival(session, line);
    const leaseMs = immediacy.kind === 'queued' ? undefined : ports.firstLeaseMs?.();
    const stored = await storeMessage(session, incoming.writer, leaseMs);
    if (!stored.ok) return unstored(session, stored.error.message);
    claim = stored.value;
    await session.cutthrough.giveAway();
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
  if (ports.isRehearsal) session.connection.rehearsedId = message.id;
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
    return { outcome: 'refuse', reply: { code, text: replyLines(session, wrapMessage(fake.text)).join('\n') } };
  }
  return { outcome: 'accept', reply: makeReply(session, verdict?.message?.text, 250, `OK id=${id}`) };
}
