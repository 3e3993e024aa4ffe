/**
 * What a command works with, composed from the common flags: sockets, resolver, probe, clock, trace.
 *
 * Files named by flags are read before anything is tried, so a missing one is status 2. The network (network.ts) is
 * loaded only for commands that say they need it.
 */
import { type Clock, clockAt, type Failure, ok, type Result, systemClock, type Trace } from '../../base/index.ts';
import type { Network } from './network.ts';
import type { Settings } from './settings.ts';

export interface Context {
  readonly settings: Settings;
  /** Dates are judged by it (`--at`), durations are real. */
  readonly clock: Clock;
  readonly trace: Trace;
  /** Aborts when the user interrupts. */
  readonly signal: AbortSignal;
  /** @throws when the command did not say `needs: 'network'`: a bug of ours */
  readonly network: Network;
  close(): Promise<void>;
}

/** `network-once`: the network, where equal questions to DNS are asked once, whatever their TTL. */
export type Needs = 'network' | 'network-once' | 'nothing';

export interface ContextParts {
  readonly settings: Settings;
  readonly trace: Trace;
  readonly signal: AbortSignal;
}

export async function createContext(parts: ContextParts, needs: Needs): Promise<Result<Context, Failure>> {
  const { settings } = parts;
  const clock = settings.at === undefined ? systemClock : clockAt(settings.at);
  if (needs === 'nothing')
    return ok({
      ...parts,
      clock,
      close: async () => {},
      get network(): Network {
        return noNetwork();
      },
    });
  const { createNetwork } = await import('./network.ts');
  const network = await createNetwork(settings, parts.trace, clock, needs === 'network-once');
  if (!network.ok) return network;
  const close = async (): Promise<void> => {
    await network.value.resolver.close();
    await network.value.net.close();
  };
  return ok({ ...parts, clock, network: network.value, close });
}

function noNetwork(): never {
  throw new Error('this command does not say that it needs the network');
}
