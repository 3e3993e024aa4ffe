/** What an lmtp transport is to do for a delivery: its options, expanded (Exim spec ch. 28). */
import { err, ok, type Result } from '../../../base/index.ts';
import { type ExpansionHost, expandOption, isFailure } from '../../expand/index.ts';
import { commandWords } from '../command.ts';
import { outcomeOf } from '../local/content.ts';
import { panicked } from '../outcome.ts';
import { flag, number, text } from '../settings.ts';
import { rcptAddress } from '../smtp/index.ts';
import type { Delivery, LocalOutcome } from '../types.ts';
import type { LmtpTask } from './task.ts';

export async function makeLmtpTask(delivery: Delivery, host: ExpansionHost): Promise<Result<LmtpTask, LocalOutcome>> {
  const { transport, recipients, sender } = delivery;
  const place = await placeOf(delivery, host);
  if (!place.ok) return place;
  const name = await host.variable('primary_hostname');
  return ok({
    transport: transport.name,
    place: place.value,
    name: typeof name === 'object' ? name.text : (name ?? 'localhost'),
    sender,
    recipients: recipients.map((recipient) => rcptAddress(recipient, delivery)),
    ignoresQuota: flag(transport, 'ignore_quota'),
    timeoutSeconds: number(transport, 'timeout'),
  });
}

async function placeOf(
  { transport, recipients }: Delivery,
  host: ExpansionHost,
): Promise<Result<LmtpTask['place'], LocalOutcome>> {
  const command = text(transport, 'command');
  if (command !== undefined) {
    const addresses = recipients.map(({ address }) => address);
    const words = await commandWords({ command, where: `${transport.name} transport`, host, addresses });
    return words.ok ? ok({ words: words.value }) : err(outcomeOf(words.error));
  }
  const written = text(transport, 'socket');
  if (written === undefined) return err(panicked(`neither command nor socket is set for ${transport.name} transport`));
  const path = await expandOption(written, host);
  if (!isFailure(path)) return ok({ socket: path.text });
  return err(
    panicked(`Expansion of "${written}" (socket setting for ${transport.name} transport) failed: ${path.message}`),
  );
}
