import type { Clock } from '../../base/index.ts';
import { type QueueSource, queueChangeReport, withQueue } from '../../mta/queue/index.ts';
import { changeDescription, changeExamples, QueueChangeCommand } from '../../ui/command/queue-change.ts';

export default class QueueRemove extends QueueChangeCommand {
  static override summary = 'Messages are taken out of the queue, and nobody is told.';
  static override description = changeDescription('As exim -Mrm does: no report goes to the sender.');
  static override examples = changeExamples('remove');

  protected readonly change = 'remove';

  protected apply(source: QueueSource | undefined, ids: readonly string[], clock: Clock) {
    return withQueue(source, { clock, env: process.env }, (queue) => queueChangeReport(queue, this.change, ids, clock));
  }
}
