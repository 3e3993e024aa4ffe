/** The option self: what is done where routing leads back to this host (Exim spec §15.1). */

import { changeDomain } from '../change-domain.ts';
import { text } from '../settings.ts';
import type { DriverVerdict, RoutedHost } from '../types.ts';
import type { Visit } from '../visit.ts';

/** @returns undefined: the host is used all the same (`send`) */
export function selfAction(visit: Visit, host: RoutedHost): DriverVerdict | undefined {
  const { router, item, world } = visit;
  const message =
    host.mx === undefined ? 'remote host address is the local host' : 'lowest numbered MX record points to local host';
  const self = text(router, 'self') ?? 'freeze';
  switch (self) {
    case 'freeze':
      world.log?.(`${message}: ${item.domain} (while routing <${item.address}>)`, false);
      return { kind: 'defer', message, freezes: true };
    case 'defer':
      return { kind: 'defer', message };
    case 'send':
      return undefined;
    case 'pass':
      item.selfHostname = host.name;
      return { kind: 'pass', message };
    case 'fail':
      return { kind: 'fail', message };
    default:
      return reroute(visit, self);
  }
}

/** `reroute: domain`, `reroute: rewrite: domain`. */
function reroute(visit: Visit, self: string): DriverVerdict {
  const [, rewrites, domain = ''] = /^reroute:\s*(rewrite:\s*)?(.*)$/s.exec(self) ?? [];
  return { kind: 'rerouted', item: changeDomain(visit.item, domain), rewritesHeaders: rewrites !== undefined };
}
