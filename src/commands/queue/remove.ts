import * as Args from '@oclif/core/args';
import type { Failure, Report, Result } from '../../base/index.ts';
import { type QueueChangeData, queueChangeReport, withQueue } from '../../mta/queue/index.ts';
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

export default class QueueRemove extends CheckCommand<Input, QueueChangeData> {
  static override summary = 'Messages are taken out of the queue, and nobody is told.';
  static override description =
    'As exim -Mrm does: no report goes to the sender. ' +
    `The main log has who did it. A message that another process is at work on is left alone, which is status 3; one that is not there is status 1. ${QUEUE_PLACE_HELP}`;
  static override examples = [
    '<%= config.bin %> queue remove 1vNtQc-0000000001A-0001',
    `echo '{"messages":["1vNtQc-0000000001A-0001"],"configFile":"exim.conf"}' | <%= config.bin %> queue remove --batch -`,
  ];
  static override args = {
    messages: Args.string({ multiple: true, description: 'ids of messages' }),
  };
  static override flags = configurationFlags;
  static override batchFields = CONFIGURATION_FIELDS;

  protected readonly facts: CommandFacts<QueueChangeData> = {
    command: 'queue remove',
    schema: 'queue-remove',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/queue-change.ts')).queueChangeView,
  };

  protected readInput(fields: Fields): Input {
    return { configuration: readOptionalConfigurationPlace(fields), messages: readMessageIds(fields) };
  }

  protected target({ messages }: Input): string | undefined {
    return messages.length === 1 ? messages[0] : undefined;
  }

  protected async inspect(input: Input, { clock }: Context): Promise<Result<Report<QueueChangeData>, Failure>> {
    const given = await openGiven(input.configuration);
    if (!given.ok) return given;
    return await withQueue(given.value, { clock, env: process.env }, async (queue) => {
      return await queueChangeReport(queue, 'remove', input.messages, clock);
    });
  }
}
