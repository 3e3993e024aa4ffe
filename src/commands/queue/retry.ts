import * as Args from '@oclif/core/args';
import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import {
  type QueueRetryData,
  type QueueSource,
  queueRetryReport,
  type TriedKind,
  withQueue,
} from '../../mta/queue/index.ts';
import type { CommandFacts, Context, Fields } from '../../ui/command/index.ts';
import { QueueCommand } from '../../ui/command/queue-command.ts';
import { QUEUE_PLACE_HELP, readMessageIds } from '../../ui/command/queue-place.ts';

interface Question {
  readonly messages: readonly string[];
}

type Tried = { readonly messageId: string; readonly kind: TriedKind };

export default class QueueRetry extends QueueCommand<Question, QueueRetryData> {
  static override summary = 'Messages of the queue tried now, whatever their retry times say.';
  static override description =
    'As exim -M does: one after the other, frozen ones are thawed first, and what comes of them is in the log and here. A ' +
    'message that still waits is a warning; one that another process is at work on is left alone, which is status 3. It ' +
    `needs the rights of the server. ${QUEUE_PLACE_HELP}`;
  static override examples = [
    '<%= config.bin %> queue retry 1vNtQc-0000000001A-0001',
    '<%= config.bin %> queue retry 1vNtQc-0000000001A-0001 -C /etc/exim4/exim4.conf --json',
    `echo '{"messages":["1vNtQc-0000000001A-0001"],"configFile":"exim.conf"}' | <%= config.bin %> queue retry --batch -`,
  ];
  static override args = { messages: Args.string({ multiple: true, description: 'ids of messages' }) };

  protected readonly facts: CommandFacts<QueueRetryData> = {
    command: 'queue retry',
    schema: 'queue-retry',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/queue-tries.ts')).queueRetryView,
  };

  protected readQuestion(fields: Fields): Question {
    return { messages: readMessageIds(fields) };
  }

  protected override target({ messages }: Question): string | undefined {
    return messages.length === 1 ? messages[0] : undefined;
  }

  protected async ask(
    source: QueueSource | undefined,
    { messages }: Question,
    { clock }: Context,
  ): Promise<Result<Report<QueueRetryData>, Failure>> {
    const tried = await tryNow(source, messages);
    if (!tried.ok) return tried;
    return withQueue(source, { clock, env: process.env }, ({ spool }) =>
      queueRetryReport(tried.value, spool, clock.now().getTime()),
    );
  }
}

async function tryNow(
  source: QueueSource | undefined,
  ids: readonly string[],
): Promise<Result<readonly Tried[], Failure>> {
  const { withQueueDeliverer } = await import('../../mta/daemon/index.ts');
  return withQueueDeliverer(source, process.env, async ({ deliverer }) => {
    const tried: Tried[] = [];
    for (const messageId of ids) {
      const { kind } = await deliverer.deliver(messageId, { isForced: true, thaws: true });
      tried.push({ messageId, kind });
    }
    return ok(tried);
  });
}
