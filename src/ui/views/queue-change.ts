/** A line for each message. */
import type { QueueChangeData } from '../../mta/queue/index.ts';
import type { View } from '../types.ts';
import { printable } from './finding-lines.ts';

const WORDS: Readonly<Record<QueueChangeData['action'], readonly [done: string, unchanged: string]>> = {
  freeze: ['frozen', 'was frozen already'],
  thaw: ['thawed', 'was not frozen'],
  remove: ['removed', 'was removed already'],
};

export const queueChangeView: View<QueueChangeData> = ({ data, findings }, paint) => {
  const [done, unchanged] = WORDS[data.action];
  const lines = data.results.map(({ error, messageId, outcome }) => {
    const id = printable(messageId);
    if (outcome === 'done') return `${paint.mark('ok')} ${id} ${done}`;
    if (outcome === 'unchanged') return `${paint.mark('info')} ${id} ${unchanged}`;
    const why = outcome === 'missing' ? 'is not in the queue' : printable(error ?? outcome);
    return `${paint.mark(outcome === 'claimed' ? 'unknown' : 'error')} ${id} ${why}`;
  });
  const unlogged = findings.filter(({ id }) => id === 'queue.unlogged');
  return [...lines, ...unlogged.map(({ title, detail }) => `${paint.mark('warn')} ${title}: ${detail ?? ''}`)].join(
    '\n',
  );
};
