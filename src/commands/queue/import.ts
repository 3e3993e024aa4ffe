import { join } from 'node:path';
import * as Args from '@oclif/core/args';
import { err, type Failure, factsAt, ok, type Report, type Result } from '../../base/index.ts';
import { type QueueImportData, type QueueSource, queueImportReport, withQueue } from '../../mta/queue/index.ts';
import { type CommandFacts, type Context, type Fields, usageError } from '../../ui/command/index.ts';
import { QueueCommand } from '../../ui/command/queue-command.ts';
import { QUEUE_PLACE_HELP } from '../../ui/command/queue-place.ts';

interface Question {
  readonly from: string;
}

export default class QueueImport extends QueueCommand<Question, QueueImportData> {
  static override summary = 'Messages of an Exim’s spool taken over into this one.';
  static override description =
    'Reads the -H, -D and -J files of Exim’s input folder, split or not, and stores each message with its id, its recipients ' +
    'and what came of them. Exim’s files stay as they are: stop Exim first, and take its queue away afterwards, or messages ' +
    `are delivered twice. A message that is here already is left alone. ${QUEUE_PLACE_HELP}`;
  static override examples = [
    '<%= config.bin %> queue import /var/spool/exim4',
    '<%= config.bin %> queue import /var/spool/exim4 -C mxray.conf --json',
  ];
  static override args = { from: Args.string({ description: 'spool_directory of the Exim' }) };

  protected readonly facts: CommandFacts<QueueImportData> = {
    command: 'queue import',
    schema: 'queue-import',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/queue-import.ts')).queueImportView,
  };

  protected readQuestion(fields: Fields): Question {
    return {
      from: fields.text('from', 'the spool_directory of an Exim'),
    };
  }

  protected override target({ from }: Question): string {
    return from;
  }

  protected async ask(
    source: QueueSource | undefined,
    { from }: Question,
    { clock }: Context,
  ): Promise<Result<Report<QueueImportData>, Failure>> {
    const input = join(from, 'input');
    if (factsAt(input)?.isDirectory() !== true)
      return err(usageError(`${from} is no spool of Exim's: there is no folder ${input}`, 'give its spool_directory'));
    return await withQueue(source, { clock, env: process.env, create: true }, async ({ spool, directory }) =>
      ok(await queueImportReport(spool!, directory, from)),
    );
  }
}
