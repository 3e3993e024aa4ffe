import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { type Failure, ok, parseInterval, type Report, type Result } from '../../base/index.ts';
import {
  emptyQueueReport,
  type QueueFilter,
  type QueueListData,
  type QueueMessage,
  type QueueSource,
  queueListReport,
  withQueue,
} from '../../mta/queue/index.ts';
import { configurationFlags } from '../../ui/command/configuration-place.ts';
import type { CommandFacts, Context, Fields, ShowPiece } from '../../ui/command/index.ts';
import { QueueCommand } from '../../ui/command/queue-command.ts';
import { QUEUE_PLACE_HELP, readAge, readSize } from '../../ui/command/queue-place.ts';

interface Question {
  readonly filter: QueueFilter;
  readonly queue: string | undefined;
}

type Messages = readonly QueueMessage[];

export default class QueueList extends QueueCommand<Question, QueueListData, Messages> {
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

  protected readonly facts: CommandFacts<QueueListData, Messages> = {
    command: 'queue list',
    schema: 'queue-list',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/queue-list.ts')).queueListView,
    pieces: async () => (await import('../../ui/views/queue-list.ts')).queuedMessagesView,
  };

  protected readQuestion(fields: Fields): Question {
    return {
      filter: readFilter(fields),
      queue: fields.has('queue') ? fields.optionalText('queue') : undefined,
    };
  }

  protected ask(
    source: QueueSource | undefined,
    { filter, queue }: Question,
    { clock }: Context,
    show?: ShowPiece<Messages>,
  ): Promise<Result<Report<QueueListData>, Failure>> {
    return withQueue(source, { clock, env: process.env }, async ({ directory, spool }) => {
      if (spool === undefined) return ok(emptyQueueReport(directory));
      return ok(await queueListReport(spool, directory, filter, { nowMs: clock.now().getTime(), queue, show }));
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
