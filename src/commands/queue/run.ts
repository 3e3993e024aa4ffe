import * as Flags from '@oclif/core/flags';
import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import {
  isMeant,
  type QueueFilter,
  type QueueRunData,
  type QueueSource,
  queueRunReport,
  withQueue,
} from '../../mta/queue/index.ts';
import { configurationFlags } from '../../ui/command/configuration-place.ts';
import type { CommandFacts, Context, Fields } from '../../ui/command/index.ts';
import { QueueCommand } from '../../ui/command/queue-command.ts';
import { QUEUE_PLACE_HELP } from '../../ui/command/queue-place.ts';

interface Question {
  readonly filter: QueueFilter;
  readonly force: boolean;
  readonly frozen: boolean;
  readonly first: boolean;
  readonly local: boolean;
  readonly queue: string | undefined;
}

export default class QueueRun extends QueueCommand<Question, QueueRunData> {
  static override summary = 'Tries what waits in the queue, once, and tells what waits afterwards.';
  static override description =
    'As exim -q does, and serve by itself every queue_run_interval: messages whose time has come are tried. --force tries them ' +
    'whatever their retry times say (-qf), --frozen those that are frozen, too (-qff). The log has what comes of each. It needs ' +
    `the rights of the server. ${QUEUE_PLACE_HELP}`;
  static override examples = [
    '<%= config.bin %> queue run -C /etc/exim4/exim4.conf',
    '<%= config.bin %> queue run --force --recipient @example.org',
    '<%= config.bin %> queue run --frozen --sender alice@example.net --json',
  ];
  static override flags = {
    ...configurationFlags,
    force: Flags.boolean({ description: 'whatever the retry times say' }),
    frozen: Flags.boolean({ description: 'frozen messages, too, whatever the retry times say' }),
    first: Flags.boolean({ description: 'only messages that were never tried (-qi)' }),
    local: Flags.boolean({ description: 'only deliveries on this host (-ql)' }),
    sender: Flags.string({
      helpValue: 'TEXT',
      description: 'the sender’s address has this in it; <> is the empty one',
    }),
    recipient: Flags.string({ helpValue: 'TEXT', description: 'an address of a recipient has this in it' }),
    queue: Flags.string({ helpValue: 'NAME', description: 'a named queue (-qG)' }),
  };

  protected readonly facts: CommandFacts<QueueRunData> = {
    command: 'queue run',
    schema: 'queue-run',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/queue-tries.ts')).queueRunView,
  };

  protected readQuestion(fields: Fields): Question {
    const sender = fields.optionalText('sender');
    const recipient = fields.optionalText('recipient');
    return {
      filter: { ...(sender !== undefined && { sender }), ...(recipient !== undefined && { recipient }) },
      force: fields.flag('force'),
      frozen: fields.flag('frozen'),
      first: fields.flag('first'),
      local: fields.flag('local'),
      queue: fields.optionalText('queue'),
    };
  }

  protected async ask(
    source: QueueSource | undefined,
    { filter, force, frozen, first, local, queue }: Question,
    { clock }: Context,
  ): Promise<Result<Report<QueueRunData>, Failure>> {
    const { withQueueDeliverer } = await import('../../mta/daemon/index.ts');
    const tried = await withQueueDeliverer(source, process.env, async ({ deliverer }) =>
      ok(
        await deliverer.runQueue({
          how: {
            ...((force || frozen) && { isForced: true }),
            ...(frozen && { thaws: true }),
            ...(local && { remote: 'suppressed' as const }),
          },
          ...(Object.keys(filter).length > 0 && { selects: (entry) => isMeant(entry, filter, clock.now().getTime()) }),
          ...(first && { firstOnly: true }),
          ...(queue !== undefined && { queue }),
        }),
      ),
    );
    if (!tried.ok) return tried;
    return withQueue(source, { clock, env: process.env }, ({ spool }) => queueRunReport(tried.value, spool));
  }
}
