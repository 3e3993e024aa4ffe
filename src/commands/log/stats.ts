import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import type { Failure, Report, Result } from '../../base/index.ts';
import { type LogStatsData, statsReport } from '../../mta/log/index.ts';
import { CheckCommand, type CommandFacts, type Fields } from '../../ui/command/index.ts';

interface Input {
  readonly files: readonly string[];
  readonly top: number;
}

/** As eximstats has it. */
const USUAL_TOP = 50;
const MAX_TOP = 1_000_000;

export default class LogStats extends CheckCommand<Input, LogStatsData> {
  static override summary = 'What a main log comes to: messages in and out, who sent them, what failed: eximstats.';
  static override description =
    'Totals, messages by the hour, time in the queue, transports, who sent most and where it went, relayed messages, errors ' +
    'and refusals with their reasons. The figures are those of eximstats for the same log. Logs may be packed (.gz, .zst, ' +
    '.bz2, .xz), have come through syslog, and have any options of log_selector and log_timezone.';
  static override examples = [
    '<%= config.bin %> log stats /var/log/exim4/mainlog',
    '<%= config.bin %> log stats --top 10 /var/log/exim4/mainlog /var/log/exim4/mainlog.1',
    '<%= config.bin %> log stats --json /var/log/exim4/mainlog.2.gz',
  ];
  static override args = {
    files: Args.string({ multiple: true, description: 'main logs; none, or -: standard input' }),
  };
  static override flags = {
    top: Flags.string({ helpValue: 'N', description: `rows of each ranking [default: ${USUAL_TOP}]` }),
  };
  static override batchFields = { files: 'names of files, a list' };

  protected readonly facts: CommandFacts<LogStatsData> = {
    command: 'log stats',
    schema: 'log-stats',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/log-stats.ts')).logStatsView,
  };

  protected readInput(fields: Fields): Input {
    const files = fields.texts('files');
    return {
      files: files.length === 0 ? ['-'] : files,
      top: fields.integer('top', { min: 1, max: MAX_TOP }) ?? USUAL_TOP,
    };
  }

  protected target({ files }: Input): string {
    return files.length === 1 ? files[0]! : `${files.length} files`;
  }

  protected inspect({ files, top }: Input): Promise<Result<Report<LogStatsData>, Failure>> {
    return statsReport(files, top);
  }
}
