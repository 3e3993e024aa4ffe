/** Modifiers of ACLs: what a statement does on its way. To add one: a row; the engine finds its behaviour by the name. */
import type { OptionStatus } from '../options/index.ts';
import type { AclPhase } from './phases.ts';
import { type AclClauseRow, except, NOT_SMTP, where } from './types.ts';

/** Where there is a message to put fields into. */
const MESSAGE: readonly AclPhase[] = ['mail', 'rcpt', 'predata', 'mime', 'dkim', 'data', 'prdr', ...NOT_SMTP];

const modifier = (
  name: string,
  doc: string,
  { only, ...more }: { only?: readonly AclPhase[]; expanded?: boolean; status?: OptionStatus } = {},
): AclClauseRow => ({ name, kind: 'modifier', expanded: true, status: 'works', doc, ...where(only), ...more });

export const ACL_MODIFIERS: readonly AclClauseRow[] = [
  modifier(
    'add_header',
    'Adds header lines to the message, at its end or where :at_start:, :after_received: or :at_start_rfc: says.',
    { only: MESSAGE },
  ),
  modifier('bmi_optin', 'Names rules of Brightmail (4.85) for the recipient.', { status: 'planned' }),
  modifier('continue', 'Expands its argument for what the expansion does, and goes on.'),
  modifier(
    'control',
    'Changes how the message or the connection is handled; the first word of its argument is the control.',
  ),
  modifier('delay', 'Waits so long before it goes on. What has been written is sent to the client first.', {
    only: except('notquit'),
  }),
  modifier(
    'endpass',
    'Divides the conditions of accept and discard: when one behind it does not hold, the answer is no.',
    {
      expanded: false,
    },
  ),
  modifier('log_message', 'The text for the log when the statement refuses, discards or warns; expanded then.'),
  modifier('log_reject_target', 'The logs for a refusal: main, reject, panic, with colons between; empty for none.'),
  modifier('logwrite', 'Writes a line into the log at once, or into those named before it in colons.'),
  modifier(
    'message',
    'The text of the answer, perhaps with its SMTP code before it; for accept that of the good answer, for refusals what the client is told.',
  ),
  modifier('queue', 'The message goes into the queue of this name.', { only: except('data', 'prdr', ...NOT_SMTP) }),
  modifier('remove_header', 'Takes out headers of these names when the message is delivered.', { only: MESSAGE }),
  modifier(
    'set',
    'Sets a variable of an ACL: acl_c… for the rest of the connection, acl_m… for the message, after which digits or _ and a name follow.',
  ),
  modifier('udpsend', 'Sends one UDP packet: host, port and text, with colons between.'),
];
