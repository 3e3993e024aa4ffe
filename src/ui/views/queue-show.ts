/** One message: facts, recipients, header, and the beginning of the body where it was asked for. */
import type { QueueShowData } from '../../mta/queue/index.ts';
import type { Paint, View } from '../types.ts';
import { printable } from './finding-lines.ts';

type Shown = NonNullable<QueueShowData['message']>;

export const queueShowView: View<QueueShowData> = ({ data: { message, messageId } }, paint) =>
  message === undefined ? `${paint.mark('error')} ${printable(messageId)} is not in the queue` : shown(message, paint);

const shown = (message: Shown, paint: Paint): string =>
  [
    `${paint.strong(message.messageId)} <${printable(message.sender)}>${message.frozen ? ` ${paint.warn('frozen')}` : ''}`,
    ...facts(message).map(([name, value]) => `  ${paint.dim(name.padEnd(9))} ${printable(value)}`),
    '',
    ...message.recipients.map((recipient) => recipientLine(recipient, paint)),
    ...message.generated.map((address) => `  done      ${printable(address)} ${paint.dim('(made of another)')}`),
    '',
    ...message.headers.flatMap(({ letter, text }) => headerLines(letter, text)),
    ...(message.body === undefined ? [] : ['', ...message.body.split(/\r?\n/).map(printable)]),
    ...(message.bodyTruncated === true ? [paint.dim(`(the first of ${message.bodySize} octets)`)] : []),
  ].join('\n');

export function facts(message: Shown): readonly (readonly [string, string])[] {
  const { host, hostName, heloName, protocol } = message;
  const from = [hostName, heloName === undefined ? undefined : `(${heloName})`, host].filter(
    (part) => part !== undefined,
  );
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['received', message.receivedAt],
    ['size', `${message.size} octets, ${message.bodySize} of them the body`],
    ['queue', message.queue],
    ['from', from.length === 0 ? undefined : from.join(' ')],
    ['protocol', protocol],
    ['user', message.authenticatedAs ?? message.user],
    ['TLS', message.cipher],
    ['frozen', message.frozenAt],
    ...Object.entries(message.variables),
  ];
  return rows.filter((row): row is readonly [string, string] => row[1] !== undefined);
}

function recipientLine({ address, error, nextAttemptAt, status }: Shown['recipients'][number], paint: Paint): string {
  const why = error === undefined ? '' : `  ${printable(error)}`;
  const next = nextAttemptAt === undefined ? '' : `, next ${nextAttemptAt}`;
  return `  ${status.padEnd(9)} ${printable(address)}${paint.dim(why + next)}`;
}

/** With Exim's letter in front, as in the spool. */
const headerLines = (letter: string, text: string): readonly string[] =>
  text
    .replaceAll('\t', '    ')
    .split(/\r?\n/)
    .map((line, at) => `${at === 0 ? letter : ' '} ${printable(line)}`);
