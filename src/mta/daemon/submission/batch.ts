/** `-bS`: a file of commands and messages, taken until something in it is wrong. */
import { mailboxOptions, mainValue } from '../../config/index.ts';
import { connectionEntry, entry, MAIN } from '../../log/index.ts';
import {
  BatchLines,
  type BatchMessage,
  type BatchOutcome,
  LOST,
  type LocalCaller,
  LostInput,
  readBatch,
  receiveLocal,
  type Taken,
} from '../../receive/index.ts';
import type { SubmissionAnswer } from '../../submission/index.ts';
import type { DroppedFile } from './dropped-file.ts';
import { recipientLimit } from './envelope.ts';
import { Hearing } from './hearing.ts';
import { type From, localCaller, piecesOf } from './local-caller.ts';
import type { SubmissionParts } from './parts.ts';
import { visitorOf } from './visitor.ts';
import { wordsFor } from './words.ts';

export async function takeBatch(file: DroppedFile, from: From, parts: SubmissionParts): Promise<SubmissionAnswer> {
  const { configuration } = parts;
  parts.log(connectionEntry({ host: { ident: from.caller.login } }, parts.logFormat));
  const hearing = new Hearing(file.order.isVerbose === true, parts.logFormat);
  const outcome = await readBatch(new BatchLines(piecesOf(file)), {
    ...mailboxOptions(configuration),
    maxRecipients: recipientLimit(configuration),
    qualifySender: String(mainValue(configuration, 'qualify_domain')),
    qualifyRecipient: String(mainValue(configuration, 'qualify_recipient')),
    take: (message) => takeOne(message, { file, from, parts, hearing }),
  });
  return { ...toldOf(outcome), aside: hearing.text + toldOf(outcome).aside };
}

interface Batch {
  readonly file: DroppedFile;
  readonly from: From;
  readonly parts: SubmissionParts;
  readonly hearing: Hearing;
}

async function takeOne(message: BatchMessage, { file, from, parts, hearing }: Batch): Promise<Taken> {
  let refused = '';
  const caller: LocalCaller = {
    ...localCaller(file, from, parts),
    hear: hearing.hear,
    complain: async ({ fault }) => {
      refused =
        fault.kind === 'too-big'
          ? TOO_BIG
          : `550 ${fault.kind === 'acl' ? (fault.text ?? DENIED) : wordsFor(fault).logged}`;
    },
  };
  try {
    const { helo, sender, recipients, pieces } = message;
    const outcome = await receiveLocal(parts.reception, {
      visitor: {
        ...visitorOf(file.order, from.caller, !from.caller.isTrusted),
        ...(helo !== undefined && { helo }),
      },
      caller,
      sender,
      hasSender: true,
      recipients: recipients.map((address) => ({ address })),
      pieces,
    });
    if (outcome.kind === 'taken' && caller.isDue === true) return deliverNow(outcome.id, parts, hearing);
    if (outcome.kind !== 'refused') return { kind: 'taken' };
    const { reply } = outcome.answer;
    return { kind: 'refused', reply: reply === undefined ? refused : `${reply.code} ${reply.text}` };
  } catch (cause) {
    if (!(cause instanceof LostInput)) throw cause;
    parts.log(entry('lost', {}, `SMTP connection from ${from.caller.login} lost while reading message data`, MAIN));
    return { kind: 'refused', reply: LOST };
  }
}

/** Of what `mua_wrapper` throws away the caller is told. */
async function deliverNow(id: string, { deliver }: SubmissionParts, hearing: Hearing): Promise<Taken> {
  const delivered = await deliver(id);
  if (delivered.kind !== 'refused') return { kind: 'taken' };
  hearing.text += delivered.aside;
  return { kind: 'given-up' };
}

const TOO_BIG = '552 Message size exceeds maximum permitted';
const DENIED = 'local configuration problem';

/** Status 2: nothing was taken; 1: something was, before the mistake, or before one was given up. */
function toldOf({ taken, fault, isGivenUp }: BatchOutcome): SubmissionAnswer {
  if (fault === undefined) return { status: isGivenUp === true ? 1 : 0, out: '', aside: '' };
  const { reply, command, startedAt, line } = fault;
  const out = `${reply}\nTransaction started in line ${startedAt}\nError detected in line ${line}\n`;
  const aside =
    `An error was detected while processing a file of BSMTP input.\nThe error message was:\n\n  ${reply}\n\n` +
    `The SMTP transaction started in line ${startedAt}.\nThe error was detected in line ${line}.\n` +
    `${command === '' ? '' : `The SMTP command at fault was:\n\n   ${command}\n\n`}` +
    `${taken} previous message${taken === 1 ? ' was' : 's were'} successfully processed.\nThe rest of the batch was abandoned.\n`;
  return { status: taken > 0 ? 1 : 2, out: command === '' ? out : `${out}${command}\n`, aside };
}
