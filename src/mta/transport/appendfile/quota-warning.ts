/** The mail to somebody whose mailbox has grown beyond quota_warn_threshold. */
import { mainValue } from '../../config/index.ts';
import { type ExpansionHost, expandOption, isFailure } from '../../expand/index.ts';
import { text } from '../settings.ts';
import type { Delivery, TransportWorld } from '../types.ts';

const DEFAULT = `To: $local_part@$domain
Subject: Your mailbox

This message was made by the mail system of $primary_hostname.

Your mailbox has grown beyond the size at which its administrator wants you to be
told. Please remove what you no longer need, so that new mail has room.
`;

/** The message is delivered, whatever comes of this. */
export async function sendQuotaWarning(
  { transport, message }: Delivery,
  world: TransportWorld,
  host: ExpansionHost,
): Promise<void> {
  const written = text(transport, 'quota_warn_message') ?? DEFAULT;
  const expanded = await expandOption(written, host);
  if (isFailure(expanded)) {
    const where = `(warning message for ${transport.name} transport)`;
    world.log(`Failed to expand "${written}" ${where}: ${expanded.message}`, true);
    return;
  }
  const body = expanded.text.replace(/\n?$/, '\n');
  const header = body.slice(0, body.indexOf('\n\n') + 1);
  const whole = `${await ownFields(header, world, host)}${body}`;
  const sent = await world.submit({
    sender: '',
    recipients: [],
    text: [Buffer.from(whole, 'latin1')],
    referenceId: message.stored.id,
  });
  if (!sent.ok) world.log(`Failed to send warning message from ${transport.name} transport: ${sent.error.message}`);
}

const has = (header: string, name: string): boolean => new RegExp(`^${name}[ \\t]*:`, 'im').test(header);

async function ownFields(header: string, { configuration }: TransportWorld, host: ExpansionHost): Promise<string> {
  const replyTo = mainValue(configuration, 'errors_reply_to');
  const reply = typeof replyTo === 'string' && !has(header, 'Reply-To') ? `Reply-To: ${replyTo}\n` : '';
  const automatic = 'Auto-Submitted: auto-replied\n';
  if (has(header, 'From')) return reply + automatic;
  const from = await expandOption(String(mainValue(configuration, 'dsn_from') ?? ''), host);
  return `${reply}${automatic}From: ${from.kind === 'text' ? from.text : 'Mail Delivery System'}\n`;
}
