import type { Clock } from '../../base/index.ts';
import { type QueueSource, queueChangeReport, withQueue } from '../../mta/queue/index.ts';
import { changeDescription, changeExamples, QueueChangeCommand } from '../../ui/command/queue-change.ts';

export default class QueueThaw extends QueueChangeCommand {
  static override summary = 'Frozen messages are thawed: the next queue run tries them.';
  static override description = changeDescription('As exim -Mt does. They are not frozen again for their age.');
  static override examples = changeExamples('thaw');

  protected readonly change = 'thaw';

  protected apply(source: QueueSource | undefined, ids: readonly string[], clock: Clock) {
    return withQueue(source, { clock, env: process.env }, (queue) => queueChangeReport(queue, this.change, ids, clock));
  }
}
