/** Messages to a world's ways. */
import { chance, type Draw, one, several } from '../../dialogues/random/draw.ts';
import type { Scenario } from '../worlds/types.ts';
import { entries } from './vocabulary.ts';
import type { Way } from './ways.ts';

const COUNTS = [1, 1, 1, 1, 1, 1, 2, 2, 3, 4];
/** Of routers that every world has. */
const OTHERS = [
  'ann@example.org',
  'x@far.example',
  'zed@far.example',
  'x@queued.example',
  'x@held.example',
  'x@late.example',
  'nobody@example.org',
];

/** What one must not be told of is left out of what is told of others, but by Exim: such are alone. */
function recipient(draw: Draw, ways: readonly Way[], isAlone: boolean): string {
  const parameters = isAlone && chance(draw, 0.5) ? 'behind a lone RCPT' : 'behind RCPT';
  const behind = chance(draw, 0.2) ? ` ${one(draw, entries(parameters))}` : '';
  if (chance(draw, 0.12)) return `${one(draw, OTHERS)}${behind}`;
  const { domains, isRemote } = one(draw, ways);
  const title = isRemote ? 'local parts far away' : chance(draw, 0.1) ? 'odd names' : 'names';
  const domain = chance(draw, 0.05) ? one(draw, domains).toUpperCase() : one(draw, domains);
  return `${one(draw, entries(title))}@${domain}${behind}`;
}

export function message(draw: Draw, ways: readonly Way[], title: string): Scenario {
  const count = one(draw, COUNTS);
  const recipients = Array.from({ length: count }, () => recipient(draw, ways, count === 1));
  return {
    title: `${title}: ${recipients.join(', ')}`,
    sender: one(draw, entries('senders')),
    recipients,
    ...(chance(draw, 0.2) && { mail: one(draw, entries('behind MAIL')) }),
    ...(chance(draw, 0.35) && { header: several(draw, 1, 2, () => `${one(draw, entries('headers'))}\n`).join('') }),
    ...(chance(draw, 0.25) && { body: one(draw, entries('bodies')) }),
    ...(chance(draw, 0.35) && { runs: one(draw, entries('runs')).split(/ (?=-)/) }),
  };
}
