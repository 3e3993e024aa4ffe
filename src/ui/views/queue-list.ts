/** The queue as `exim -bp` prints it, and what it comes to. */
import type { QueueListData } from '../../mta/queue/index.ts';
import type { Paint, View } from '../types.ts';
import { printable } from './finding-lines.ts';

type Message = QueueListData['messages'][number];

export const queueListView: View<QueueListData> = ({ data }, paint) =>
  [
    ...data.messages.flatMap((message) => [...messageLines(message, paint), '']),
    ...data.unreadable.map(({ messageId, reason }) => paint.bad(`          ${messageId}  *** ${reason} ***`)),
    summary(data),
  ].join('\n');

function messageLines(message: Message, paint: Paint): readonly string[] {
  const { ageSeconds, frozen, messageId, sender, size, user } = message;
  const who = user === undefined ? '' : ` (${printable(user)})`;
  const mark = frozen ? ` ${paint.warn('*** frozen ***')}` : '';
  return [
    `${age(ageSeconds)} ${octets(size)} ${paint.strong(messageId)} <${printable(sender)}>${who}${mark}`,
    ...message.recipients.map((recipient) => {
      const isSettled = recipient.status === 'done' || recipient.status === 'failed';
      const error = recipient.error === undefined ? '' : paint.dim(`  ${printable(recipient.error)}`);
      return `        ${isSettled ? 'D' : ' '} ${printable(recipient.address)}${error}`;
    }),
    ...message.generated.map((address) => `       +D ${printable(address)}`),
  ];
}

const summary = ({ count, directory, frozen, octets: sum }: QueueListData): string =>
  count === 0
    ? `no messages in ${directory}`
    : `${count} ${count === 1 ? 'message' : 'messages'}, ${frozen} frozen, ${octets(sum).trim()} in all`;

/** As Exim rounds it. */
function age(seconds: number): string {
  const minutes = Math.trunc(seconds / 60);
  const hours = Math.trunc((minutes + 30) / 60);
  if (minutes <= 90) return `${String(minutes).padStart(2)}m`;
  return hours <= 72 ? `${String(hours).padStart(2)}h` : `${String(Math.trunc((hours + 12) / 24)).padStart(2)}d`;
}

function octets(size: number): string {
  if (size < 1024) return String(size).padStart(5);
  const [value, unit] = size < 1024 ** 2 ? [size / 1024, 'K'] : [size / 1024 ** 2, 'M'];
  return `${value < 10 ? value.toFixed(1) : String(Math.round(value))}${unit}`.padStart(5);
}
