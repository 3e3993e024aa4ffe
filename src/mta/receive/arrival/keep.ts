/** A message that may be taken: stored and logged before 250 is said, which is the promise to deliver it. */
import { ok } from '../../../base/index.ts';
import type { Answer } from '../../../core/smtp/index.ts';
import { type AclVerdict, wrapMessage } from '../../acl/index.ts';
import { after, type Later } from '../../expand/index.ts';
import type { IncomingMessage } from '../../facts/index.ts';
import { completedEntry, type LogTrouble } from '../../log/index.ts';
import type { FirstClaim, SpoolError } from '../../spool/index.ts';
import { endOnward, type OnwardEnd } from '../cutthrough/onward.ts';
import { logOnward, replyOf } from '../cutthrough/tell.ts';
import type { Incoming } from '../intake/intake.ts';
import { makeReply, replyLines } from '../policy/reply.ts';
import type { Session } from '../session.ts';
import { drop } from './drop.ts';
import { type Immediacy, immediacyOf } from './immediacy.ts';
import type { Judged } from './judge.ts';
import { arrivalLine, logArrival, noteArrival } from './log-arrival.ts';
import { wholeReply } from './prdr.ts';
import { storeMessage } from './store.ts';
import { tellFrozen } from './tell-frozen.ts';

/** Stored, or passed on where it went on while it came; and the promise, said. */
export function keep(session: Session, incoming: Incoming, judged: Judged): Later<Answer> {
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
  const { verdict, recipients, discardedBy, isUnseen } = judged;
  const isStored = message.recipients.length > 0 && !ports.isRehearsal;
  const line = arrivalLine(session);
  let claim: FirstClaim | undefined;
  if (isStored) {
    noteArrival(session, line);
    const leaseMs = immediacy.kind === 'queued' ? undefined : ports.firstLeaseMs?.();
    const stored = await storeMessage(session, incoming.writer, leaseMs);
    if (!stored.ok) return unstored(session, stored.error);
    logIfAny(session, session.shared.storeTrouble.over());
    claim = stored.value;
    await session.cutthrough.giveAway();
  } else await incoming.writer.abort();
  if (recipients === undefined || message.recipients.length > 0)
    logArrival(session, line, {
      immediacy,
      ...(isUnseen === true && { isUnseen }),
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
  if (ports.isRehearsal && message.recipients.length > 0) session.connection.rehearsedId = message.id;
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

function unstored(session: Session, { code, message }: SpoolError): Answer {
  logIfAny(session, session.shared.storeTrouble.note(code, message));
  session.endMessage();
  return { outcome: 'refuse', reply: { code: 451, text: 'Error while writing spool file' } };
}

function logIfAny(session: Session, text: string | undefined): void {
  if (text !== undefined) session.logTrouble(text);
}

function replyTo(session: Session, { id = '' }: IncomingMessage, verdict: AclVerdict | undefined): Answer {
  const { fake } = session.messageControls;
  if (fake !== undefined) {
    const code = fake.name === 'fakereject' ? 550 : 450;
    return { outcome: 'refuse', reply: { code, text: replyLines(session, wrapMessage(fake.text)).join('\n') } };
  }
  const own = verdict?.message?.text;
  const reply = makeReply(session, own, 250, `OK id=${id}`);
  return { outcome: 'accept', reply, ...(own !== undefined && { isWhole: true }) };
}
