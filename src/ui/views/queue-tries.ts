/** What a try came to: a line for each message, and why it waits; how many there are after a queue run. */
import type { QueueRetryData, QueueRunData, QueueTried } from '../../mta/queue/index.ts';
import type { Paint, View } from '../types.ts';
import { printable } from './finding-lines.ts';

const WORDS: Readonly<Record<QueueTried['outcome'], readonly [mark: Parameters<Paint['mark']>[0], words: string]>> = {
  gone: ['ok', 'is done: nothing of it waits'],
  waits: ['warn', 'still waits'],
  frozen: ['warn', 'is frozen'],
  claimed: ['unknown', 'is in the hands of another process'],
  missing: ['error', 'is not in the queue'],
};

export const queueRetryView: View<QueueRetryData> = ({ data }, paint) =>
  data.results
    .flatMap(({ messageId, outcome, message }) => {
      const [mark, words] = WORDS[outcome];
      return [
        `${paint.mark(mark)} ${printable(messageId)} ${words}`,
        ...(message?.recipients ?? [])
          .filter(({ status }) => status !== 'done')
          .map(
            ({ address, error }) =>
              `    ${printable(address)}${error === undefined ? '' : paint.dim(`  ${printable(error)}`)}`,
          ),
      ];
    })
    .join('\n');

export const queueRunView: View<QueueRunData> = ({ data: { tried, waiting, frozen } }, paint) =>
  `${paint.mark('ok')} ${count(tried)} tried; ${waiting} in the queue${frozen === 0 ? '' : `, ${frozen} of them frozen`}`;

const count = (messages: number): string => `${messages} ${messages === 1 ? 'message' : 'messages'}`;
