import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import type { Failure, Report, Result } from '../../base/index.ts';
import { type QueueShowData, type QueueSource, queueShowReport, withQueue } from '../../mta/queue/index.ts';
import { configurationFlags } from '../../ui/command/configuration-place.ts';
import type { CommandFacts, Context, Fields } from '../../ui/command/index.ts';
import { QueueCommand } from '../../ui/command/queue-command.ts';
import { QUEUE_PLACE_HELP } from '../../ui/command/queue-place.ts';

interface Question {
  readonly message: string;
  readonly body: boolean;
}

export default class QueueShow extends QueueCommand<Question, QueueShowData> {
  static override summary = 'One message of the queue: where it came from, what came of its recipients, its header.';
  static override description =
    `With --body the beginning of the body is shown as well (256 KiB at most). exim -Mvh, -Mvb and -Mvc give the octets. ${QUEUE_PLACE_HELP}`;
  static override examples = [
    '<%= config.bin %> queue show 1vNtQc-0000000001A-0001',
    '<%= config.bin %> queue show 1vNtQc-0000000001A-0001 --body -C /etc/exim4/exim4.conf',
    '<%= config.bin %> queue show 1vNtQc-0000000001A-0001 --json',
  ];
  static override args = { message: Args.string({ description: 'the id of the message' }) };
  static override flags = {
    ...configurationFlags,
    body: Flags.boolean({ description: 'and the beginning of its body' }),
  };

  protected readonly facts: CommandFacts<QueueShowData> = {
    command: 'queue show',
    schema: 'queue-show',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/queue-show.ts')).queueShowView,
  };

  protected readQuestion(fields: Fields): Question {
    return {
      message: fields.text('message', 'the id of a message, as queue list has it'),
      body: fields.flag('body'),
    };
  }

  protected override target({ message }: Question): string {
    return message;
  }

  protected ask(
    source: QueueSource | undefined,
    { message, body }: Question,
    { clock }: Context,
  ): Promise<Result<Report<QueueShowData>, Failure>> {
    return withQueue(source, { clock, env: process.env }, ({ spool }) =>
      queueShowReport(spool, message, body, clock.now().getTime()),
    );
  }
}
