/** What `queue freeze`, `thaw` and `remove` have in common: messages by their ids, one change made to each. */
import * as Args from '@oclif/core/args';
import type { Clock, Failure, Report, Result } from '../../base/index.ts';
import type { QueueAct, QueueChangeData, QueueSource } from '../../mta/queue/index.ts';
import type { CommandFacts, Context, Fields } from './index.ts';
import { QueueCommand } from './queue-command.ts';
import { QUEUE_PLACE_HELP, readMessageIds } from './queue-place.ts';

interface Question {
  readonly messages: readonly string[];
}

type Changed = Promise<Result<Report<QueueChangeData>, Failure>>;

const ID = '1vNtQc-0000000001A-0001';

/** @param as  which flag of Exim does the same, and what there is to say of it */
export const changeDescription = (as: string): string =>
  `${as} The main log has who did it. A message that another process is at work on is left alone, which is status 3; one that is not there is status 1. ${QUEUE_PLACE_HELP}`;

export const changeExamples = (change: QueueAct): string[] => [
  `<%= config.bin %> queue ${change} ${ID}`,
  `echo '{"messages":["${ID}"],"configFile":"exim.conf"}' | <%= config.bin %> queue ${change} --batch -`,
];

export abstract class QueueChangeCommand extends QueueCommand<Question, QueueChangeData> {
  static override args = {
    messages: Args.string({ multiple: true, description: 'ids of messages' }),
  };

  protected abstract readonly change: QueueAct;
  /** Makes the change to each of them. */
  protected abstract apply(source: QueueSource | undefined, ids: readonly string[], clock: Clock): Changed;

  protected get facts(): CommandFacts<QueueChangeData> {
    return {
      command: `queue ${this.change}`,
      schema: `queue-${this.change}`,
      needs: 'nothing',
      view: async () => (await import('../views/queue-change.ts')).queueChangeView,
    };
  }

  protected readQuestion(fields: Fields): Question {
    return { messages: readMessageIds(fields) };
  }

  protected override target({ messages }: Question): string | undefined {
    return messages.length === 1 ? messages[0] : undefined;
  }

  protected ask(source: QueueSource | undefined, { messages }: Question, { clock }: Context): Changed {
    return this.apply(source, messages, clock);
  }
}
