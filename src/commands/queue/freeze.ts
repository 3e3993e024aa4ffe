import type { Clock } from '../../base/index.ts';
import { type QueueSource, queueChangeReport, withQueue } from '../../mta/queue/index.ts';
import { changeDescription, changeExamples, QueueChangeCommand } from '../../ui/command/queue-change.ts';

export default class QueueFreeze extends QueueChangeCommand {
  static override summary = 'Messages are frozen: nothing more is tried for them until they are thawed.';
  static override description = changeDescription('As exim -Mf does.');
  static override examples = changeExamples('freeze');

  protected readonly change = 'freeze';

  protected apply(source: QueueSource | undefined, ids: readonly string[], clock: Clock) {
    return withQueue(source, { clock, env: process.env }, (queue) => queueChangeReport(queue, this.change, ids, clock));
  }
}
