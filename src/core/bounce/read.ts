/** A message to what it says of the delivery of another. */
import { reportIn } from '../dsn/index.ts';
import { parseFields } from '../message/index.ts';
import { type Entity, fieldText, firstValue, readEntity, textOf } from '../mime/index.ts';
import { autoReplyMark, saysAutoReply } from './auto-replies.ts';
import { challenges } from './challenges.ts';
import { bounced, confidenceOf, delayed } from './evidence.ts';
import { mailerFamilies } from './families/registry.ts';
import { fromReport } from './from-report.ts';
import { readGenerically } from './generic.ts';
import { addressIn, isMailer, lookAt, type Mail } from './mail.ts';
import type { BouncedRecipient, BounceKind, BounceReading } from './types.ts';

type Reading = Omit<BounceReading, 'from' | 'subject' | 'originalMessageId'>;

/**
 * What does this message say of the delivery of another? A report by the standards first, then mailers by how they write,
 * challenges, automatic answers, and last what a mailer says in words of its own. What nothing recognises stays unknown.
 *
 * @param message  the mail as octets; line ends may be bare LF
 */
export function readBounce(message: Uint8Array): BounceReading {
  const entity = readEntity(message);
  const mail = lookAt(entity);
  const from = addressIn(mail.from);
  const originalMessageId = findOriginalId(entity, mail);
  return {
    ...judge(mail),
    ...(from !== undefined && { from }),
    ...(mail.subject !== '' && { subject: mail.subject }),
    ...(originalMessageId !== undefined && { originalMessageId }),
  };
}

function judge(mail: Mail): Reading {
  const known = byReport(mail) ?? byFamily(mail) ?? byChallenge(mail);
  if (known !== undefined) return known;
  // Mailers write Auto-Submitted on their bounces as well; a subject of the kind is no mailer's.
  const isMailers = isMailer(mail) && !saysAutoReply(mail);
  const [first, second] = isMailers ? [readGenerically, byAutoReply] : [byAutoReply, readGenerically];
  return first(mail) ?? second(mail) ?? UNKNOWN;
}

const UNKNOWN: Reading = {
  kind: 'unknown',
  family: 'none',
  confidence: 0,
  recipients: [],
  reason: 'nothing in it is known from bounces or automatic answers',
};

/** multipart/report says what it is (RFC 6522 §3): delivery, receipt (RFC 8098), complaint (RFC 5965). */
function byReport(mail: Mail): Reading | undefined {
  const { entity } = mail;
  const type = entity.type.parameters.get('report-type')?.toLowerCase();
  const isReport = entity.type.name === 'multipart/report';
  if (isReport && type === 'disposition-notification')
    return (
      byRefusal(mail) ?? {
        kind: 'auto-reply',
        family: 'receipt',
        confidence: 1,
        recipients: [],
        reason: 'a receipt of reading (RFC 8098)',
      }
    );
  if (isReport && type === 'feedback-report')
    return {
      kind: 'unknown',
      family: 'feedback',
      confidence: 1,
      recipients: [],
      reason: 'a complaint (RFC 5965), not a bounce',
    };
  const report = reportIn(entity);
  return report.ok ? fromReport(report.value, () => byFamily(mail)?.recipients ?? []) : undefined;
}

/** Thrown away by a program before anybody saw it: how Dovecot tells of a full mailbox, and Sieve of a refusal (RFC 5429). */
function byRefusal(mail: Mail): Reading | undefined {
  const part = mail.entity.children.find(({ type }) => type.name === 'message/disposition-notification');
  const fields = part === undefined ? '' : textOf(part).slice(0, 10_000);
  const address = /^Final-Recipient:[^;\n]*;[ \t]*(\S+)/im.exec(fields)?.[1];
  if (address === undefined || !/^Disposition:[ \t]*automatic-action[^;\n]*;[ \t]*deleted/im.test(fields))
    return undefined;
  const recipients = [bounced(address, mail.text)];
  return { kind: worst(recipients), family: 'refusal', confidence: 0.9, recipients, reason: 'refused at the mailbox' };
}

function byFamily(mail: Mail): Reading | undefined {
  const family = mailerFamilies.find(({ isOf }) => isOf(mail));
  if (family === undefined) return undefined;
  const isDelay = family.isDelay(mail);
  const found = family.recipients(mail);
  const recipients = isDelay ? found.map(delayed) : found;
  if (recipients.length === 0 && !isDelay) return undefined;
  return {
    kind: isDelay ? 'delayed' : worst(recipients),
    family: family.name,
    confidence: isDelay ? 0.9 : confidenceOf(recipients),
    recipients,
    reason: `written as ${family.name} writes`,
  };
}

function byChallenge(mail: Mail): Reading | undefined {
  const found = challenges.find(({ isOf }) => isOf(mail));
  if (found === undefined) return undefined;
  const confidence = found.name === 'challenge' ? 0.7 : 0.9;
  return {
    kind: 'challenge',
    family: found.name,
    confidence,
    recipients: [],
    reason: 'the sender is to prove something first',
  };
}

function byAutoReply(mail: Mail): Reading | undefined {
  const mark = autoReplyMark(mail);
  if (mark === undefined) return undefined;
  return { kind: 'auto-reply', family: 'auto-reply', confidence: 0.9, recipients: [], reason: mark };
}

const worst = (recipients: readonly BouncedRecipient[]): BounceKind =>
  recipients.some(({ kind }) => kind === 'hard') ? 'hard' : (recipients[0]?.kind ?? 'unknown');

/** In the part that came back, or in what the answer refers to. */
function findOriginalId(entity: Entity, mail: Mail): string | undefined {
  const returned = entity.children.find(({ type }) => /^message\/(?:rfc822|global)$|headers$/.test(type.name));
  const fields =
    returned === undefined
      ? []
      : (returned.children[0]?.fields ??
        parseFields(Buffer.from(returned.body.subarray(0, 65_536)).toString('latin1')));
  const id = fieldText(fields, 'message-id') ?? firstValue(entity.fields, 'in-reply-to') ?? mail.header('references');
  return /<[^<>\s]{1,250}>/.exec(id)?.[0];
}
