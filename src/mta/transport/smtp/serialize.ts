/** `serialize_hosts`: one connection at a time to a host, whichever process makes it. */
import type { Later } from '../../expand/index.ts';
import { text } from '../settings.ts';
import type { Delivery, TransportWorld } from '../types.ts';
import type { Target } from './host-facts.ts';
import { hostOf, isInList } from './settings.ts';

/** A record that nobody took back, since its process died, is forgotten. */
const FORGOTTEN_AFTER_MS = 6 * 60 * 60 * 1000;

/** Ends a turn. */
type Turn = () => Later<void>;

/** What ends the turn; undefined: somebody else has it. */
export function serialTurn(target: Target, delivery: Delivery, world: TransportWorld): Later<Turn | undefined> {
  return (text(delivery.transport, 'serialize_hosts') ?? '') === '' ? NO_TURN : waitedTurn(target, delivery, world);
}

async function waitedTurn(target: Target, delivery: Delivery, world: TransportWorld): Promise<Turn | undefined> {
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

const NO_TURN: Turn = () => undefined;
