/** The queue as `exim -bp` prints it, and what it comes to. */
import type { QueueListData } from '../../mta/queue/index.ts';
import type { Paint, PieceView, View } from '../types.ts';
import { printable } from './finding-lines.ts';

type Message = QueueListData['messages'][number];

export const queueListView: View<QueueListData> = ({ data }, paint) => {
  let text = queuedMessagesView(data.messages, paint);
  for (const { messageId, reason } of data.unreadable)
    text += `${paint.bad(`          ${messageId}  *** ${reason} ***`)}\n`;
  return `${text}${summary(data)}`;
};

export const queuedMessagesView: PieceView<readonly Message[]> = (messages, paint) => {
  let text = '';
  for (const message of messages) text += messageText(message, paint);
  return text;
};

/** With the empty line behind it. Added up and not gathered: queues are long. */
function messageText(message: Message, paint: Paint): string {
  const { ageSeconds, frozen, generated, messageId, recipients, sender, size, user } = message;
  const who = user === undefined ? '' : ` (${printable(user)})`;
  const mark = frozen ? ` ${paint.warn('*** frozen ***')}` : '';
  let text = `${age(ageSeconds)} ${octets(size)} ${paint.strong(messageId)} <${printable(sender)}>${who}${mark}\n`;
  for (const { address, error, status } of recipients) {
    const isSettled = status === 'done' || status === 'failed';
    const why = error === undefined ? '' : paint.dim(`  ${printable(error)}`);
    text += `        ${isSettled ? 'D' : ' '} ${printable(address)}${why}\n`;
  }
  for (const address of generated) text += `       +D ${printable(address)}\n`;
  return `${text}\n`;
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
