/** The port a host is called at: its own, else the transport's. */
import { err, ok, type Result } from '../../../base/index.ts';
import { expandOption, isFailure } from '../../expand/index.ts';
import { panicked } from '../outcome.ts';
import { text } from '../settings.ts';
import type { Delivery, LocalOutcome, TransportWorld } from '../types.ts';
import { type Protocol, protocolOf } from './recipe.ts';
import { hostOf } from './settings.ts';

/** As /etc/services has them. */
const SERVICES: Readonly<Record<string, number>> = {
  smtp: 25,
  lmtp: 24,
  smtps: 465,
  ssmtp: 465,
  submissions: 465,
  submission: 587,
};

const USUAL: Readonly<Record<Protocol, number>> = { smtp: 25, lmtp: 24, smtps: 465 };

export async function portOf(delivery: Delivery, world: TransportWorld): Promise<Result<number, LocalOutcome>> {
  const { transport } = delivery;
  const written = transport.settings.has('port') ? text(transport, 'port') : undefined;
  if (written === undefined || written === '') return ok(USUAL[protocolOf(delivery)]);
  const expanded = await expandOption(written, hostOf(delivery, world));
  const where = `in ${transport.name} transport`;
  if (isFailure(expanded))
    return err(panicked(`failed to expand "${written}" (port option) ${where}: ${expanded.message}`));
  const port = /^\d{1,5}$/.test(expanded.text) ? Number(expanded.text) : SERVICES[expanded.text];
  if (port === undefined || port > 65_535) return err(panicked(`invalid port "${expanded.text}" ${where}`));
  return ok(port);
}
