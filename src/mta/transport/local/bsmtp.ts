/** use_bsmtp: a message with its envelope, as a session of SMTP would have it (Exim spec §48.10 "Batched SMTP"). */
import type { Form } from '../content/form.ts';
import { rcptAddress } from '../recipient.ts';
import { flag, text } from '../settings.ts';
import type { Delivery } from '../types.ts';

export interface Around {
  readonly before: string;
  readonly after: string;
}

/** Nothing where it is not asked for. */
export function bsmtpAround({ transport, sender, recipients }: Delivery): Around {
  if (!flag(transport, 'use_bsmtp')) return { before: '', after: '' };
  const end = flag(transport, 'use_crlf') ? '\r\n' : '\n';
  const includes = flag(transport, 'rcpt_include_affixes');
  const rcpts = recipients.map((recipient) => `RCPT TO:<${rcptAddress(recipient, includes)}>${end}`);
  return { before: `MAIL FROM:<${sender}>${end}${rcpts.join('')}DATA${end}`, after: `.${end}` };
}

/** Line ends, and what lines may not begin with. */
export function localForm({ transport }: Delivery): Form {
  const isMbx = transport.settings.get('mbx_format')?.value === true;
  const lineEnd = isMbx || flag(transport, 'use_crlf') ? 'CRLF' : 'LF';
  if (flag(transport, 'use_bsmtp')) return { lineEnd, escaping: { check: '.', instead: '..', inHeader: true } };
  const check = text(transport, 'check_string');
  const instead = text(transport, 'escape_string');
  if (check === undefined || check === '' || instead === undefined) return { lineEnd };
  return { lineEnd, escaping: { check, instead, inHeader: false } };
}
