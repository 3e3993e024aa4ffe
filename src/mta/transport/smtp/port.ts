/** The port a host is called at: its own, else the transport's. */
import { err, ok, type Result } from '../../../base/index.ts';
import { after, expandOption, isFailure, type Later } from '../../expand/index.ts';
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

/** @param where  for whom, in what is said of one that is none */
export function portOf(
  delivery: Delivery,
  world: TransportWorld,
  where = `${delivery.transport.name} transport`,
): Later<Result<number, LocalOutcome>> {
  const { transport } = delivery;
  const written = transport.settings.has('port') ? text(transport, 'port') : undefined;
  if (written === undefined || written === '') return ok(USUAL[protocolOf(delivery)]);
  return after(expandOption(written, hostOf(delivery, world)), (expanded) =>
    isFailure(expanded)
      ? err(panicked(`failed to expand "${written}" ("port" option) for ${where}: ${expanded.message}`))
      : readPort(expanded.text, where),
  );
}

function readPort(port: string, where: string): Result<number, LocalOutcome> {
  if (/^\d/.test(port))
    return /^\d{1,5}$/.test(port) && Number(port) <= 65_535
      ? ok(Number(port))
      : err(panicked(`invalid port number for ${where}: ${port}`));
  const known = SERVICES[port];
  return known === undefined ? err(panicked(`TCP port "${port}" is not defined for ${where}`)) : ok(known);
}
