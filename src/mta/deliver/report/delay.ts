/** A message waits, and its sender is told (`delay_warning`). */
import type { GeneratedMessage } from '../../transport/index.ts';
import type { Round } from '../round.ts';
import type { Settled } from '../settled.ts';
import { composeReport } from './compose.ts';
import { readTemplate } from './template.ts';
import { addressWords } from './words.ts';

export interface Delay {
  readonly to: readonly string[];
  /** `5 hours`, `30 minutes`. */
  readonly shown: string;
  readonly waiting: readonly Settled[];
}

export async function delayReport(round: Round, { to, shown, waiting }: Delay): Promise<GeneratedMessage> {
  const { stored } = round;
  const template = await readTemplate(round, 'warn_message_file', (name) => {
    if (name === 'warn_message_delay' || name === 'warnmsg_delay') return shown;
    return name === 'warn_message_recipients' || name === 'warnmsg_recipients' ? to.join(',') : undefined;
  });
  const [header = '', opening = '', ending = ''] = template ?? [];
  return composeReport(round, {
    to,
    header: ({ from, to: toField, replyTo, references, content, subject }) =>
      `${replyTo}Auto-Submitted: auto-replied\n${from}${toField}${references}${content}` +
      (header !== '' ? header : (subject ?? `Subject: Warning: message ${stored.id} delayed ${shown}\n`)),
    words:
      `${opening !== '' ? opening : usualOpening(round, to, { shown, waiting })}\n` +
      `${waiting.map((settled) => addressWords(settled, settled.userText, 'Delay reason: ')).join('\n')}\n\n` +
      (template === undefined ? USUAL_ENDING : ending), // a file that has none means none
    groups: waiting.map((settled) => ({ settled, action: 'delayed' as const })),
    isCustom: template !== undefined,
    mayBeWhole: false,
  });
}

const FIRST = 'This message was created automatically by mail delivery software.\n';

function usualOpening(
  { ports, stored }: Round,
  to: readonly string[],
  { shown, waiting }: Pick<Delay, 'shown' | 'waiting'>,
): string {
  const whose =
    to.length === 1 && to[0] === stored.sender
      ? `A message that you sent has not yet been delivered to one or more of its\nrecipients after more than ${shown}`
      : `A message sent by\n\n  <${stored.sender}>\n\n` +
        `has not yet been delivered to one or more of its recipients after more than \n${shown}`;
  const [address, is] = waiting.length > 1 ? ['addresses', 'are'] : ['address', 'is'];
  return (
    `${FIRST}${whose} on the queue on ${ports.primaryHostname}.\n\n` +
    `The message identifier is:     ${stored.id}\n${field(stored, 'subject', 'The subject of the message is:')}` +
    `${field(stored, 'date', 'The date of the message is:   ')}\n` +
    `The ${address} to which the message has not yet been delivered ${is}:\n`
  );
}

function field({ headers }: Round['stored'], name: string, before: string): string {
  const found = headers.find(({ letter, text }) => letter !== '*' && text.toLowerCase().startsWith(`${name}:`));
  return found === undefined ? '' : `${before}${found.text.slice(name.length + 1)}`;
}

const USUAL_ENDING =
  'No action is required on your part. Delivery attempts will continue for\n' +
  'some time, and this warning may be repeated at intervals if the message\n' +
  'remains undelivered. Eventually the mail delivery software will give up,\n' +
  'and when that happens, the message will be returned to you.\n';
