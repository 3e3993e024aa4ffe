/** A message waits, and its sender is told (`delay_warning`). */
import type { GeneratedMessage } from '../../transport/index.ts';
import { textOption } from '../options.ts';
import type { Round } from '../round.ts';
import type { Settled } from '../settled.ts';
import { composeReport } from './compose.ts';
import { readTemplate } from './template.ts';
import { addressWords } from './words.ts';

export interface Delay {
  readonly to: string;
  /** `5 hours`, `30 minutes`. */
  readonly shown: string;
  readonly waiting: readonly Settled[];
}

export async function delayReport(round: Round, { to, shown, waiting }: Delay): Promise<GeneratedMessage> {
  const { ports, stored } = round;
  const template = await readTemplate(round, 'warn_message_file', (name) => {
    if (name === 'warn_message_delay' || name === 'warnmsg_delay') return shown;
    if (name === 'warn_message_recipients' || name === 'warnmsg_recipients')
      return waiting.map(({ target }) => target.routed.address).join(', ');
    return undefined;
  });
  const [header = '', opening = '', ending = ''] = template;
  const reply = textOption(ports.configuration, 'errors_reply_to');
  return composeReport(round, {
    to,
    header: ({ from, to: toField, references, content }) =>
      `Auto-Submitted: auto-replied\n${from}${toField}${reply === undefined ? '' : `Reply-To: ${reply}\n`}` +
      references +
      content +
      (header !== '' ? header : `Subject: Warning: message ${stored.id} delayed ${shown}\n`),
    words:
      (opening !== '' ? opening : usualOpening(round, to, shown)) +
      `The ${waiting.length > 1 ? 'addresses' : 'address'} to which the message has not yet been delivered ${waiting.length > 1 ? 'are' : 'is'}:\n\n` +
      `${waiting.map((settled) => addressWords(settled, settled.userText, 'Delay reason: ')).join('\n')}\n\n` +
      (ending !== '' ? ending : USUAL_ENDING),
    groups: waiting.map((settled) => ({ settled, action: 'delayed' as const })),
    mayBeWhole: false,
  });
}

const FIRST = 'This message was created automatically by mail delivery software.\n';

function usualOpening({ ports, stored }: Round, to: string, shown: string): string {
  const whose = to === stored.sender ? 'A message that you sent ' : `A message sent by\n\n  <${stored.sender}>\n\n`;
  return (
    `${FIRST}${whose}has not yet been delivered to one or more of its\n` +
    `recipients after more than ${shown} on the queue on ${stored.connection.activeHostname ?? ports.primaryHostname}.\n\n` +
    `The message identifier is:     ${stored.id}\n${field(stored, 'subject', 'The subject of the message is:')}` +
    `${field(stored, 'date', 'The date of the message is:   ')}\n`
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
