import * as Args from '@oclif/core/args';
import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import {
  type QueueRetryData,
  type QueueSource,
  queueRetryReport,
  type TriedKind,
  withQueue,
} from '../../mta/queue/index.ts';
import {
  CONFIGURATION_FIELDS,
  configurationFlags,
  type GivenConfiguration,
  openGiven,
  readOptionalConfigurationPlace,
} from '../../ui/command/configuration-place.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';
import { QUEUE_PLACE_HELP, readMessageIds } from '../../ui/command/queue-place.ts';

interface Input {
  readonly configuration: GivenConfiguration | undefined;
  readonly messages: readonly string[];
}

type Tried = { readonly messageId: string; readonly kind: TriedKind };

export default class QueueRetry extends CheckCommand<Input, QueueRetryData> {
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
  static override flags = configurationFlags;
  static override batchFields = CONFIGURATION_FIELDS;

  protected readonly facts: CommandFacts<QueueRetryData> = {
    command: 'queue retry',
    schema: 'queue-retry',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/queue-tries.ts')).queueRetryView,
  };

  protected readInput(fields: Fields): Input {
    return { configuration: readOptionalConfigurationPlace(fields), messages: readMessageIds(fields) };
  }

  protected target({ messages }: Input): string | undefined {
    return messages.length === 1 ? messages[0] : undefined;
  }

  protected async inspect(input: Input, { clock }: Context): Promise<Result<Report<QueueRetryData>, Failure>> {
    const given = await openGiven(input.configuration);
    if (!given.ok) return given;
    const tried = await tryNow(given.value, input.messages);
    if (!tried.ok) return tried;
    return withQueue(given.value, { clock, env: process.env }, ({ spool }) =>
      queueRetryReport(tried.value, spool, clock.now().getTime()),
    );
  }
}

async function tryNow(
  given: QueueSource | undefined,
  ids: readonly string[],
): Promise<Result<readonly Tried[], Failure>> {
  const { openQueueDeliverer } = await import('../../mta/daemon/index.ts');
  const opened = await openQueueDeliverer(given, process.env);
  if (!opened.ok) return opened;
  const { deliverer } = opened.value;
  const tried: Tried[] = [];
  try {
    for (const messageId of ids) {
      const { kind } = await deliverer.deliver(messageId, { isForced: true, thaws: true });
      tried.push({ messageId, kind });
    }
    return ok(tried);
  } finally {
    await deliverer.close();
  }
}
