/** What a conversation by LMTP means for a recipient, in Exim's words. */
import type { Conversation, MailResult, Outcome, RecipientResult, Stage } from '../../../core/smtp/index.ts';
import { ERRNO } from '../../retry/index.ts';
import { deferred } from '../outcome.ts';
import { replyText } from '../smtp/index.ts';
import type { LocalOutcome } from '../types.ts';

const MAIL_4XX = -45;
const RCPT_4XX = -44;
const DATA_4XX = -46;
/** The dot and its line end count as written. */
const END_OCTETS = 3;

/** @param index  of the recipient, as they were named */
export function answerTo(conversation: Conversation, index: number): LocalOutcome {
  const { mails, outcome } = conversation;
  const found = mails.flatMap((result) => result.recipients.map((one) => ({ one, result })))[index];
  if (found?.one.reply !== undefined) return saidOf(found.one, found.result);
  const stage = 'stage' in outcome ? outcome.stage : 'dot';
  return withoutAnswer(outcome, stage, whereAt(stage, conversation));
}

function withoutAnswer(outcome: Outcome, stage: Stage, where: string): LocalOutcome {
  switch (outcome.kind) {
    case 'closed':
      return deferred(`LMTP connection closed after ${where}`);
    case 'timeout':
      return deferred(`LMTP timeout after ${where}`);
    case 'refused': {
      const words = `LMTP error after ${where}: ${replyText(outcome.reply)}`;
      return outcome.reply.code >= 500 ? { status: 'failed', text: words } : deferred(words);
    }
    case 'protocol-error':
      return deferred(
        `Malformed LMTP response after ${where}: ${outcome.line ?? outcome.detail}`,
        stage === 'dot' ? {} : { errno: ERRNO.malformed },
      );
    case 'message-failed':
      return deferred(outcome.error.message, { errno: Number(outcome.error.code) });
    default:
      return deferred(`LMTP connection ended after ${where}`);
  }
}

function saidOf({ status, stage, address, reply }: RecipientResult, result: MailResult): LocalOutcome {
  const said = replyText(reply!);
  if (status === 'accepted')
    return { status: 'delivered', confirmation: said, octets: (result.octets ?? 0) + END_OCTETS };
  const words = `LMTP error after ${commandOf(stage, address, result)}: ${said}`;
  // What is said of the message as a whole is not quoted to its sender.
  const quoted = stage === 'rcpt' || stage === 'dot' ? { reply: { code: reply!.code, text: said } } : {};
  if (status === 'refused') return { status: 'failed', text: words, ...quoted };
  const errno = stage === 'mail' ? MAIL_4XX : stage === 'rcpt' ? RCPT_4XX : DATA_4XX;
  return deferred(words, { errno, moreErrno: reply!.code, ...quoted });
}

function commandOf(stage: Stage, address: string, result: MailResult): string {
  if (stage === 'mail') return result.command ?? 'MAIL';
  if (stage === 'rcpt') return `RCPT TO:<${address}>`;
  return stage === 'data' ? 'DATA' : 'end of data';
}

/** The last that was said, when there was no answer to it. */
function whereAt(stage: Stage, { steps, mails, outcome }: Conversation): string {
  if (stage === 'greeting' || stage === 'connect') return 'initial connection';
  const octets = mails.at(-1)?.octets;
  if (stage !== 'dot') return steps.findLast(({ sent }) => sent !== undefined && sent !== 'QUIT')?.sent ?? stage;
  return outcome.kind === 'timeout' && octets !== undefined
    ? `end of data (${octets + END_OCTETS} bytes written)`
    : 'end of data';
}
