import type { Failure, Report, Result } from '../../base/index.ts';
import { ok } from '../../base/index.ts';
import { type SendData, sendMail } from '../../core/send/index.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';
import { sendFlags } from '../../ui/command/send/flags.ts';
import { jobOf, readSendInput, type SendInput } from '../../ui/command/send/input.ts';
import { respellSwaks } from '../../ui/command/send/words.ts';

export default class SmtpSend extends CheckCommand<SendInput, SendData> {
  static override summary = 'Send a mail by hand: a scripted SMTP client that shows what was said.';
  static override description =
    "Options have swaks' long spellings, and its -t -f -s -p; the transcript has its signs: -> sent, <- received, <** refused, " +
    '~> and <~ under TLS, === what happens, *** what went wrong. Differences: -q and -v mean less and more text, as everywhere ' +
    'here (--quit-after is written out); --timeout is in seconds, and without it the waits are those of RFC 5321; a file given ' +
    'with @ is sent as it is, and tokens and \\n count in texts alone; types given to --attach-type are of the attachments in ' +
    'their order; AUTH that shows the password is not said without TLS unless --auth-in-clear; nothing is asked for at a prompt. ' +
    'Status 0: every recipient was taken (or it stopped where it was to). 1: a refusal, for good (5yz) or for now (4yz), or ' +
    'something else that is a "no": no TLS, a server not trusted, not what --expect says. 3: no server was reached, or one did not ' +
    'answer. With --expect a refusal by itself is no error any more: what was expected decides.';
  static override examples = [
    '<%= config.bin %> smtp send --to bob@example.org --server mx.example.org',
    '<%= config.bin %> smtp send -t bob@example.org -f alice@example.net --verify dane',
    '<%= config.bin %> smtp send -t bob@example.org -s mx.example.org:587 --tls --auth --auth-user alice --auth-password-file secret',
    `<%= config.bin %> smtp send -t nobody@example.org -s mx.example.org --quit-after rcpt --expect 'rcpt=550'`,
    '<%= config.bin %> smtp send -t bob@example.org -s 127.0.0.1:2525 --data @message.eml --repeat 10000 --jobs 4 --pipeline',
  ];
  static override flags = sendFlags;
  static override batchFields = { message: 'the mail, base64' };

  protected readonly facts: CommandFacts<SendData> = {
    command: 'smtp send',
    schema: 'smtp-send',
    needs: 'network',
    view: async () => (await import('../../ui/views/smtp-send.ts')).smtpSendView,
  };

  protected override respell(words: readonly string[]): readonly string[] {
    return respellSwaks(words);
  }

  protected readInput(fields: Fields): SendInput {
    return readSendInput(fields);
  }

  protected target({ destination }: SendInput): string {
    if (destination.kind === 'socket') return destination.path;
    const { port } = destination;
    if (destination.kind === 'domain') return destination.domain;
    return destination.host.includes(':') ? `[${destination.host}]:${port}` : `${destination.host}:${port}`;
  }

  protected async inspect(input: SendInput, context: Context): Promise<Result<Report<SendData>, Failure>> {
    const job = await jobOf(input, context);
    if (!job.ok) return job;
    const { network, clock, trace, signal, settings } = context;
    const { net, resolver, addressesOf } = network;
    return ok(
      await sendMail(job.value, { net, resolver, addressesOf, clock, trace, signal, timeoutMs: settings.timeoutMs }),
    );
  }
}
