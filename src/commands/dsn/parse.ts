import * as Args from '@oclif/core/args';
import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import { type DsnParseData, parsedReport } from '../../core/dsn/index.ts';
import { CheckCommand, type CommandFacts, type Fields } from '../../ui/command/index.ts';
import { type MailStore, openMails, readMailStore } from '../../ui/command/mail-store.ts';
import { whileReading } from '../../ui/command/message-source.ts';

export default class DsnParse extends CheckCommand<MailStore, DsnParseData> {
  static override summary = 'What a delivery status notification says: for each recipient what became of the message.';
  static override description =
    'Reads reports by RFC 3464 and RFC 6533, leniently: parts that are missing, in the wrong type or behind a boundary that is ' +
    'not there, a report sent on within another message. What is not as it should be is a warning. A message that is no such ' +
    'report is status 1; mxray bounce parse reads what mailers say in their own words.';
  static override examples = [
    '<%= config.bin %> dsn parse returned.eml',
    '<%= config.bin %> dsn parse ~/Maildir --json',
    '<%= config.bin %> dsn parse - < bounces.mbox',
  ];
  static override args = {
    files: Args.string({ multiple: true, description: 'mails, mailboxes, Maildirs; - is standard input' }),
  };
  static override batchFields = { message: 'the mail, base64', files: 'names of files, a list' };

  protected readonly facts: CommandFacts<DsnParseData> = {
    command: 'dsn parse',
    schema: 'dsn-parse',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/dsn-parse.ts')).dsnParseView,
  };

  protected readInput(fields: Fields): MailStore {
    return readMailStore(fields);
  }

  protected target(store: MailStore): string | undefined {
    if ('octets' in store) return undefined;
    return store.files.length === 1 ? store.files[0] : `${store.files.length} files`;
  }

  protected inspect(store: MailStore): Promise<Result<Report<DsnParseData>, Failure>> {
    return whileReading(async () => ok(await parsedReport(openMails(store))));
  }
}
