/** Told to whoever `syntax_errors_to` names: items of redirection that could not be read (Exim spec ch. "The redirect router"). */
import type { SyntaxComplaint } from '../../route/index.ts';
import { expanded, textOption } from '../options.ts';
import { type Look, NO_VARIABLES } from '../round.ts';
import { references } from './compose.ts';

/** Words are Exim's, which has the line of References at the head of the text, where nobody looks for it. */
export async function tellSkipped(look: Look, complaint: SyntaxComplaint): Promise<void> {
  const { ports, stored, host, complain } = look;
  const { configuration } = ports;
  const { to } = complaint;
  const domain = textOption(configuration, 'qualify_domain') ?? ports.primaryHostname;
  const usual = `Mail Delivery System <Mailer-Daemon@${domain}>`;
  const from = (await expanded(configuration, 'dsn_from', host(NO_VARIABLES), complain)) ?? usual;
  const header = `Auto-Submitted: auto-replied\nFrom: ${from}\nTo: ${to}\n${references(stored)}Subject: error(s) in forwarding or filtering\n`;
  const sent = await ports.submit({
    sender: '',
    recipients: [to.includes('@') ? to : `${to}@${domain}`],
    text: [Buffer.from(`${header}\n${wordsOf(complaint)}`, 'latin1')],
    referenceId: stored.id,
    isReport: true,
  });
  if (!sent.ok) complain(`a message about errors in redirection could not be made: ${sent.error.message}`);
}

function wordsOf({ router, text, errors, hasOthers }: SyntaxComplaint): string {
  const own = text === undefined ? '' : `${text}\n\n`;
  const list = errors.map((error) => `  ${error.replace(/ in (".*")$/s, ' in the address\n  $1')}\n\n`).join('');
  const rest = hasOthers ? 'Other addresses were processed normally.\n' : 'No valid addresses were generated.\n';
  return `${own}The ${router} router encountered the following error(s):\n\n${list}${rest}`;
}
