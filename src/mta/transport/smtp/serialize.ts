/** `serialize_hosts`: one connection at a time to a host, whichever process makes it. */
import { text } from '../settings.ts';
import type { Delivery, TransportWorld } from '../types.ts';
import type { Target } from './host-facts.ts';
import { hostOf, isInList } from './settings.ts';

/** A record that nobody took back, since its process died, is forgotten. */
const FORGOTTEN_AFTER_MS = 6 * 60 * 60 * 1000;

/** What ends the turn; undefined: somebody else has it. */
export async function turnAt(
  target: Target,
  delivery: Delivery,
  world: TransportWorld,
): Promise<(() => Promise<void>) | undefined> {
  if ((text(delivery.transport, 'serialize_hosts') ?? '') === '') return NO_TURN;
  if (!(await isInList(delivery, 'serialize_hosts', target, hostOf(delivery, world)))) return NO_TURN;
  const key = `host-serialize-${target.name}-${target.address}`;
  const hints = world.hints<{ readonly count: number }>('misc');
  let isOurs = false;
  await hints.update(key, (before) => {
    isOurs = before === undefined;
    return before ?? { value: { count: 1 }, expiresAtMs: world.clock.now().getTime() + FORGOTTEN_AFTER_MS };
  });
  return isOurs ? async () => void (await hints.update(key, () => undefined)) : undefined;
}

export const isSerialized = (turn: () => Promise<void>): boolean => turn !== NO_TURN;

const NO_TURN = async (): Promise<void> => {};
