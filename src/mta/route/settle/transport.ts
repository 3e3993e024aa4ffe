/** The transport of a router: a name, or a text that comes to one. */
import type { Driver } from '../../config/index.ts';
import { after, expandOption, type Later } from '../../expand/index.ts';
import { MAIN_AND_PANIC } from '../../log/index.ts';
import { ERRNO } from '../../retry/index.ts';
import { text } from '../settings.ts';
import type { Visit } from '../visit.ts';

export type TransportFound =
  | { readonly kind: 'transport'; readonly transport?: Driver }
  /** A delivery that was set up wrongly. */
  | { readonly kind: 'defer'; readonly message: string; readonly errno?: number };

/** @param option  `transport`, or what redirection has for files and commands, which must be set when it is needed */
export function findTransport(visit: Visit, option: string, isNeeded: boolean): Later<TransportFound> {
  const { router, host, world } = visit;
  const written = text(router, option);
  if (written === undefined) {
    if (!isNeeded) return { kind: 'transport' };
    return unfit(`${option} unset in ${router.name} router`);
  }
  if (!written.includes('$')) return named(visit, written);
  return after(expandOption(written, host), (expanded): TransportFound => {
    if (expanded.kind !== 'text') {
      const message = `failed to expand transport "${written}" in ${router.name} router: ${expanded.message}`;
      return unfit(message);
    }
    if (expanded.tainted) {
      world.log?.(`attempt to use tainted value '${expanded.text}' from '${written}' for transport`, MAIN_AND_PANIC);
      return unfit('internal configuration error');
    }
    return named(visit, expanded.text);
  });
}

function named({ router, world }: Visit, name: string): TransportFound {
  const transport = transportNamed(world.configuration.transports, name);
  if (transport !== undefined) return { kind: 'transport', transport };
  return unfit(`transport "${name}" not found in ${router.name} router`);
}

const unfit = (message: string): TransportFound => ({ kind: 'defer', message, errno: ERRNO.noTransport });

export const transportNamed = (transports: readonly Driver[], name: string): Driver | undefined =>
  transports.find((transport) => transport.name === name);

const REMOTE: ReadonlySet<string> = new Set(['smtp']);

/** Local transports run as a user, and have no use for hosts. */
export const isLocal = (transport: Driver | undefined): boolean =>
  transport !== undefined && !REMOTE.has(transport.driver);
