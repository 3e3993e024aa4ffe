import * as Args from '@oclif/core/args';
import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import { type BounceParseData, bounceReport } from '../../core/bounce/index.ts';
import { CheckCommand, type CommandFacts, type Fields } from '../../ui/command/index.ts';
import { type MailStore, openMails, readMailStore } from '../../ui/command/mail-store.ts';
import { whileReading } from '../../ui/command/message-source.ts';

export default class BounceParse extends CheckCommand<MailStore, BounceParseData> {
  static override summary =
    'What mail that came back says: a lasting failure, one that passes, a delay, an automatic answer.';
  static override description =
    'Kinds are hard, soft, delayed (never a bounce), auto-reply, challenge, unknown. Reports by RFC 3464 come first, then what ' +
    'mailers write in their own words, by how each of them does: Exim, qmail, Postfix, sendmail, Exchange, Gmail, Domino and ' +
    'others, in several languages. Confidence is from 0 to 1. What nothing recognises stays unknown, status 3; it is never ' +
    'guessed at.';
  static override examples = [
    '<%= config.bin %> bounce parse returned.eml',
    '<%= config.bin %> bounce parse ~/Maildir/.Bounces --json',
    '<%= config.bin %> bounce parse - < bounces.mbox',
  ];
  static override args = {
    files: Args.string({ multiple: true, description: 'mails, mailboxes, Maildirs; - is standard input' }),
  };
  static override batchFields = { message: 'the mail, base64', files: 'names of files, a list' };

  protected readonly facts: CommandFacts<BounceParseData> = {
    command: 'bounce parse',
    schema: 'bounce-parse',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/bounce-parse.ts')).bounceParseView,
  };

  protected readInput(fields: Fields): MailStore {
    return readMailStore(fields);
  }

  protected target(store: MailStore): string | undefined {
    if ('octets' in store) return undefined;
    return store.files.length === 1 ? store.files[0] : `${store.files.length} files`;
  }

  protected inspect(store: MailStore): Promise<Result<Report<BounceParseData>, Failure>> {
    return whileReading(async () => ok(await bounceReport(openMails(store))));
  }
}
