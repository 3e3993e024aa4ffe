/** What a callout comes to, in Exim's words: for the log, and for the client. */
import type { VerifyAnswer } from '../acl/index.ts';
import { mainValue } from '../config/index.ts';
import { type ProbeAnswer, shownHost, wordsOf } from './callout.ts';
import type { CalloutTask } from './types.ts';

const isRecipient = ({ question }: CalloutTask): boolean => question.kind === 'recipient';

/** A host has said no. Who asks about the client's own recipient tells less: the client knows what it asked for. */
export function refusedBy(
  task: CalloutTask,
  answer: ProbeAnswer,
  failure: 'mail' | 'recipient' | 'postmaster' | undefined,
): VerifyAnswer {
  const { command, at, reply = '' } = answer.refused ?? {};
  const sent = at === 'setup' ? 'QUIT' : command; // the last that was, as Exim has it
  return {
    came: 'fail',
    ...(failure !== undefined && { failure }),
    message: `${shownHost(answer.host)} : ${wordsOf(answer)}`,
    userMessage: isRecipient(task)
      ? `Callout verification failed:\n${reply}`
      : `Called:   ${answer.host.address}\nSent:     ${sent}\nResponse: ${reply}`,
  };
}

const KNOWN_WORDS = {
  recipient: 'Previous (cached) callout verification failure',
  mail: '(result of an earlier callout reused).',
  postmaster: '(result of earlier verification reused).',
} as const;

/** It is known from an earlier callout. */
export const failedBefore = (failure: keyof typeof KNOWN_WORDS): VerifyAnswer => ({
  came: 'fail',
  failure,
  userMessage: KNOWN_WORDS[failure],
});

/** @param detail  absent: there were several hosts, and Exim tells of none of them */
export function unknownYet(task: CalloutTask, detail?: string): VerifyAnswer {
  const sentence = `Could not complete ${isRecipient(task) ? 'recipient' : 'sender'} verify callout`;
  const { configuration } = task.options;
  const isTold = mainValue(configuration, 'smtp_return_error_details') === true;
  return {
    came: 'defer',
    byCallout: true,
    message: detail === undefined ? sentence : `${sentence}: ${detail}`,
    userMessage: isTold ? `${sentence} for <${task.address}>.\n${whatToDo(task)}` : sentence,
  };
}

/** As Exim says it to whoever runs the client. */
const whatToDo = (task: CalloutTask): string => `The mail server(s) for the domain may be temporarily unreachable, or
they may be permanently unreachable from this server. In the latter case,
${
  isRecipient(task)
    ? 'the address will never be accepted.'
    : `you need to change the address or create an MX record for its domain
if it is supposed to be generally accessible from the Internet.
Talk to your mail administrator for details.`
}`;
