/** PRDR: behind the message a word for each recipient; who is refused gets nothing (draft-hall-prdr). */
import { type Answer, addressOf, type QuestionOf } from '../../../core/smtp/index.ts';
import type { AclVerdict, ContentService } from '../../acl/index.ts';
import type { Later } from '../../expand/index.ts';
import { createAddress, type IncomingMessage } from '../../facts/index.ts';
import { entry, MAIN } from '../../log/index.ts';
import { makeReply } from '../policy/reply.ts';
import { runPhase } from '../policy/run.ts';
import type { Session } from '../session.ts';

/** Asked for, of use, and with an ACL to ask; else the message has one answer. */
export function judgeEach(
  session: Session,
  content: ContentService,
  { envelope }: QuestionOf<'message'>,
): Later<readonly Answer[] | undefined> {
  const isWanted = envelope.parameters.prdr === true && envelope.recipients.length > 1;
  if (!isWanted || (session.shared.options.text('acl_smtp_data_prdr') ?? '') === '') {
    const message = session.message!;
    const { prdr: _, ...parameters } = message.parameters;
    message.parameters = parameters; // `$prdr_requested` is no from now on
    return undefined;
  }
  return judgeInTurn(session, content, envelope.recipients);
}

async function judgeInTurn(
  session: Session,
  content: ContentService,
  recipients: QuestionOf<'message'>['envelope']['recipients'],
): Promise<readonly Answer[]> {
  const message = session.message!;
  message.isPrdr = true;
  const waiting = [...message.recipients];
  const answers: Answer[] = [];
  for (const { to } of recipients) {
    const recipient = waiting.shift();
    const address = recipient?.address ?? addressOf(to);
    session.facts.address = createAddress(address);
    const verdict = await runPhase(session, 'prdr', content);
    answers.push(answerFor(session, address, verdict));
    if (recipient === undefined || verdict === undefined || verdict.outcome === 'accept') continue;
    message.recipients.splice(message.recipients.indexOf(recipient), 1); // `$recipients_count` has those who are left
  }
  session.facts.address = undefined;
  return answers;
}

function answerFor(session: Session, address: string, verdict: AclVerdict | undefined): Answer {
  const outcome = verdict?.outcome ?? 'accept';
  const [code, word] = SAYS[outcome];
  const usual = `PRDR R=<${address}> ${word}`;
  const told = verdict?.logMessage ?? verdict?.message?.text;
  session.log(entry('prdr', { address, outcome }, told === undefined ? usual : `PRDR ${address} ${told}`, MAIN));
  const reply = makeReply(session, verdict?.message?.text, code, usual);
  return { outcome: code === 250 ? 'accept' : 'refuse', reply };
}

const SAYS = {
  accept: [250, 'acceptance'],
  discard: [250, 'acceptance'],
  defer: [450, 'temporary refusal'],
  deny: [550, 'refusal'],
  drop: [550, 'refusal'],
  error: [550, 'refusal'],
} as const;

/** For the message as a whole: refused only where nobody gets it and none of them may later, be it thrown away for some. */
export function wholeReply({ id = '', recipients }: IncomingMessage, answers: readonly Answer[]): Answer {
  const codes = answers.map(({ reply }) => reply?.code ?? 250);
  if (recipients.length === 0 && codes.every((code) => code < 400 || code >= 500))
    return { outcome: 'refuse', reply: { code: 550, text: `id=${id} message rejected for all recipients` } };
  const isWhole = recipients.length === answers.length; // who was thrown away is not one of them
  const text = `id=${id} message accepted${isWhole ? '' : ' for some recipients'}`;
  return { outcome: 'accept', reply: { code: 250, text } };
}
