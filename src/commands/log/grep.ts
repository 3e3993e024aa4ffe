import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import type { Failure, Report, Result } from '../../base/index.ts';
import { compilePattern } from '../../core/pcre/index.ts';
import { type GrepOptions, grepReport, type LogGrepData } from '../../mta/log/index.ts';
import { commonFlags } from '../../ui/command/flags.ts';
import { CheckCommand, type CommandFacts, type Fields } from '../../ui/command/index.ts';

interface Input {
  readonly files: readonly string[];
  readonly options: GrepOptions;
}

const { char: _letter, ...verbose } = commonFlags.verbose;
/** Longer than any log. */
const MAX_SECONDS = 1_000_000_000;

export default class LogGrep extends CheckCommand<Input, LogGrepData> {
  static override summary = 'All lines of the messages one of whose lines matches, from a main log: exigrep.';
  static override description =
    'The pattern is a Perl regular expression, matched whatever the case; the letters of options are those of exigrep, so ' +
    'that -v inverts and --verbose has no letter here. A message that is not done when the log ends is marked. Logs may be ' +
    'packed (.gz, .zst, .bz2, .xz), have come through syslog, and have any options of log_selector and log_timezone; ids of ' +
    'both lengths are known. Nothing found is status 1.';
  static override examples = [
    '<%= config.bin %> log grep ann@example.org /var/log/exim4/mainlog',
    '<%= config.bin %> log grep -l 1xWL1a-0003pi-2n /var/log/exim4/mainlog /var/log/exim4/mainlog.2.gz',
    '<%= config.bin %> log grep -t 3600 => /var/log/exim4/mainlog',
    'journalctl -t exim -o short | <%= config.bin %> log grep example.net --json',
  ];
  static override args = {
    words: Args.string({
      multiple: true,
      description: 'the pattern, then main logs in order; without any, or with -, standard input',
    }),
  };
  static override baseFlags = { ...commonFlags, verbose };
  static override flags = {
    sensitive: Flags.boolean({ char: 'I', description: 'capitals and small letters differ' }),
    literal: Flags.boolean({ char: 'l', description: 'the pattern stands for itself' }),
    related: Flags.boolean({ char: 'M', description: 'also messages that name one that was found, as bounces do' }),
    'queue-time': Flags.string({
      char: 't',
      helpValue: 'SECONDS',
      description: 'only messages that were longer in the queue',
    }),
    invert: Flags.boolean({ char: 'v', description: 'messages that do not match' }),
  };
  static override batchFields = { pattern: 'what a line must have', files: 'names of files, a list' };

  protected readonly facts: CommandFacts<LogGrepData> = {
    command: 'log grep',
    schema: 'log-grep',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/log-grep.ts')).logGrepView,
  };

  protected readInput(fields: Fields): Input {
    const queuedSeconds = fields.integer('queueTime', { min: 0, max: MAX_SECONDS });
    const [pattern, ...named] = fields.texts('words');
    const files = [...named, ...fields.texts('files')];
    return {
      files: files.length === 0 ? ['-'] : files,
      options: {
        matches: readPattern(fields, pattern),
        invert: fields.flag('invert'),
        related: fields.flag('related'),
        ...(queuedSeconds !== undefined && { queuedSeconds }),
      },
    };
  }

  protected target({ files }: Input): string {
    return files.length === 1 ? files[0]! : `${files.length} files`;
  }

  protected inspect({ files, options }: Input): Promise<Result<Report<LogGrepData>, Failure>> {
    return grepReport(files, options);
  }
}

function readPattern(fields: Fields, word: string | undefined): GrepOptions['matches'] {
  const text = Buffer.from(word ?? fields.text('pattern', 'a Perl regular expression')).toString('latin1');
  const caseless = !fields.flag('sensitive');
  if (fields.flag('literal')) return literally(text, caseless);
  const pattern = compilePattern(text, { caseless });
  if (!pattern.ok) {
    fields.problem(`"pattern": ${pattern.error.message}`);
    return () => false;
  }
  return (line) => {
    const found = pattern.value.exec(line, 0);
    return found !== undefined && found !== 'out-of-time';
  };
}

function literally(text: string, caseless: boolean): GrepOptions['matches'] {
  if (!caseless) return (line) => line.includes(text);
  const small = text.toLowerCase();
  return (line) => line.toLowerCase().includes(small);
}
