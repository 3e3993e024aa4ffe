/** Mail of this host to somebody who looks after it: no report, and nobody is told of its failures. */
import { expanded, textOption } from '../options.ts';
import { type Look, NO_VARIABLES } from '../round.ts';
import { references } from './compose.ts';

export interface Notice {
  /** As configured: addresses with commas between, which may lack their domain. */
  readonly to: string;
  readonly subject: string;
  readonly words: string;
  /** Where it says what message it is about; Exim has that of some behind the empty line. Default: in the header. */
  readonly refersIn?: 'body';
  /** What it is about, should it fail. */
  readonly about: string;
}

export async function sendNotice(look: Look, { to, subject, words, about, refersIn }: Notice): Promise<void> {
  const { ports, stored, host, complain } = look;
  const { configuration, primaryHostname } = ports;
  const usual = `Mail Delivery System <Mailer-Daemon@${textOption(configuration, 'qualify_domain') ?? primaryHostname}>`;
  const from = (await expanded(configuration, 'dsn_from', host(NO_VARIABLES), complain)) ?? usual;
  const head = `Auto-Submitted: auto-replied\nFrom: ${from}\nTo: ${to}\n`;
  const thread = references(stored);
  const text =
    refersIn === 'body'
      ? `${head}Subject: ${subject}\n\n${thread}${words}`
      : `${head}${thread}Subject: ${subject}\n\n${words}`;
  const domain = textOption(configuration, 'qualify_recipient') ?? primaryHostname;
  const recipients = to
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => (one.includes('@') ? one : `${one}@${domain}`));
  const sent = await ports.submit({
    sender: '',
    recipients,
    text: [Buffer.from(text, 'latin1')],
    referenceId: stored.id,
    isReport: true,
  });
  if (!sent.ok) complain(`a message about ${about} could not be made: ${sent.error.message}`);
}
