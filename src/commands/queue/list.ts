import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { type Failure, ok, parseInterval, type Report, type Result } from '../../base/index.ts';
import {
  emptyQueueReport,
  type QueueFilter,
  type QueueListData,
  queueListReport,
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
import { QUEUE_PLACE_HELP, readAge, readSize } from '../../ui/command/queue-place.ts';

interface Input {
  readonly configuration: GivenConfiguration | undefined;
  readonly filter: QueueFilter;
  readonly queue: string | undefined;
}

export default class QueueList extends CheckCommand<Input, QueueListData> {
  static override summary = 'The messages in the queue, in the order of their arrival.';
  static override description =
    'Age, size, id, sender, and whether it is frozen; below, each recipient, with D where nothing is left to do: as exim -bp ' +
    `prints them. Filters narrow what is listed, and all of them must fit. ${QUEUE_PLACE_HELP}`;
  static override examples = [
    '<%= config.bin %> queue list -C /etc/exim4/exim4.conf',
    '<%= config.bin %> queue list --frozen --older 1d --json',
    '<%= config.bin %> queue list --sender bounce@ --recipient @example.org --larger 1M',
    `echo '{"configFile":"exim.conf","frozen":true}' | <%= config.bin %> queue list --batch -`,
  ];
  static override args = {
    messages: Args.string({ multiple: true, description: 'ids of messages; nothing: all of them' }),
  };
  static override flags = {
    ...configurationFlags,
    sender: Flags.string({
      helpValue: 'TEXT',
      description: 'the sender’s address has this in it; <> is the empty one',
    }),
    recipient: Flags.string({ helpValue: 'TEXT', description: 'an address of a recipient has this in it' }),
    frozen: Flags.boolean({ allowNo: true, description: 'frozen messages alone, or only those that are not' }),
    older: Flags.string({ helpValue: 'TIME', description: 'there for longer than this (2h30m, 1d)' }),
    younger: Flags.string({ helpValue: 'TIME', description: 'there for less than this' }),
    larger: Flags.string({ helpValue: 'SIZE', description: 'of more octets than this (4096, 10K, 3M)' }),
    smaller: Flags.string({ helpValue: 'SIZE', description: 'of less octets than this' }),
    queue: Flags.string({ helpValue: 'NAME', description: 'a named queue alone; empty is the ordinary one' }),
  };
  static override batchFields = CONFIGURATION_FIELDS;

  protected readonly facts: CommandFacts<QueueListData> = {
    command: 'queue list',
    schema: 'queue-list',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/queue-list.ts')).queueListView,
  };

  protected readInput(fields: Fields): Input {
    return {
      configuration: readOptionalConfigurationPlace(fields),
      filter: readFilter(fields),
      queue: fields.has('queue') ? fields.optionalText('queue') : undefined,
    };
  }

  protected target(): string | undefined {
    return undefined;
  }

  protected async inspect(input: Input, { clock }: Context): Promise<Result<Report<QueueListData>, Failure>> {
    const given = await openGiven(input.configuration);
    if (!given.ok) return given;
    return await withQueue(given.value, { clock, env: process.env }, async ({ directory, spool }) => {
      if (spool === undefined) return ok(emptyQueueReport(directory));
      return ok(await queueListReport(spool, directory, input.filter, clock.now().getTime(), input.queue));
    });
  }
}

function readFilter(fields: Fields): QueueFilter {
  const messages = fields.has('messages') ? fields.texts('messages') : [];
  const parts = {
    messages: messages.length > 0 ? messages : undefined,
    sender: fields.optionalText('sender'),
    recipient: fields.optionalText('recipient'),
    olderSeconds: readAge(fields, 'older', parseInterval),
    youngerSeconds: readAge(fields, 'younger', parseInterval),
    largerOctets: readSize(fields, 'larger'),
    smallerOctets: readSize(fields, 'smaller'),
    frozen: fields.has('frozen') ? fields.flag('frozen') : undefined,
  };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}
