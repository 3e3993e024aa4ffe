/** The option self: what is done where routing leads back to this host (Exim spec §15.1). */

import { after, type Later } from '../../expand/index.ts';
import { MAIN } from '../../log/index.ts';
import { changeDomain } from '../change-domain.ts';
import { text } from '../settings.ts';
import type { DriverVerdict, RoutedHost } from '../types.ts';
import type { Visit } from '../visit.ts';

/** @returns undefined: the host is used all the same (`send`) */
export function selfAction(visit: Visit, host: RoutedHost): Later<DriverVerdict | undefined> {
  const { router, item } = visit;
  const message =
    host.mx === undefined ? 'remote host address is the local host' : 'lowest numbered MX record points to local host';
  const self = text(router, 'self') ?? 'freeze';
  switch (self) {
    case 'freeze':
      return after(meanwhile(visit), (what) => {
        visit.world.log?.(`${message}: ${item.domain}${what}`, MAIN);
        return { kind: 'defer', message, freezes: true } as const;
      });
    case 'defer':
      return { kind: 'defer', message };
    case 'send':
      return undefined;
    case 'pass':
      item.selfHostname = host.name;
      return { kind: 'pass', message };
    case 'fail':
      return { kind: 'fail', message, userMessage: message };
    default:
      return reroute(visit, self);
  }
}

/** A line about a message needs no more; where there is none, the log is told what for. */
function meanwhile({ world, host, item: { address } }: Visit): Later<string> {
  if (world.purpose === 'deliver') return '';
  return after(host.variable('sender_fullhost'), (found) => {
    const from = typeof found === 'string' ? found : (found?.text ?? '');
    return from === '' ? ` (while routing <${address}>)` : ` (while verifying <${address}> from host ${from})`;
  });
}

/** `reroute: domain`, `reroute: rewrite: domain`. */
function reroute(visit: Visit, self: string): DriverVerdict {
  const [, rewrites, domain = ''] = /^reroute:\s*(rewrite:\s*)?(.*)$/s.exec(self) ?? [];
  return { kind: 'rerouted', item: changeDomain(visit.item, domain), rewritesHeaders: rewrites !== undefined };
}
