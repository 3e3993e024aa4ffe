/** Worlds nobody wrote: routers, transports, rules and messages drawn at random, each world the same for its seed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { concurrently } from '../../../framework/concurrently.ts';
import type { Context } from '../../../framework/types.ts';
import { chance, type Draw, drawing, one, several } from '../../dialogues/random/draw.ts';
import type { Places, World } from '../worlds/types.ts';
import { message } from './messages.ts';
import { options } from './options.ts';
import { entries } from './vocabulary.ts';
import { type Way, way } from './ways.ts';

const WAYS = 8;
const MESSAGES = 8;
const FRAME = readFileSync(join(import.meta.dirname, 'frame.conf'), 'utf8');
const HEAD = [
  'primary_hostname = mx.example.org',
  'qualify_domain = example.org',
  'acl_smtp_rcpt = accept',
  'acl_smtp_data = accept',
  'dsn_advertise_hosts = *',
  'keep_environment =',
];
const USUAL = ['log_selector = +all -pid -arguments -millisec', 'delay_warning ='];

/** By how many and from which seed, unless `RANDOM_DELIVERIES` says otherwise, as `20 7000`; and the share that must be alike. */
const RANDOM = { count: 40, first: 1000, leastShare: 0.85 };
/** Of worlds beside each other. */
const WIDTH = 10;

/** What is drawn is counted as a whole: each difference is told, and the share of what is alike must not fall. */
export async function runRandom(
  context: Context,
  play: (context: Context, world: World, index: number) => Promise<unknown>,
): Promise<void> {
  const [count = RANDOM.count, first = RANDOM.first] = process.env.RANDOM_DELIVERIES?.split(' ').map(Number) ?? [];
  const totals = { same: 0, all: 0 };
  const counting: Context = {
    ...context,
    async test(name, body) {
      totals.all += 1;
      try {
        await body();
        totals.same += 1;
      } catch (error) {
        context.note(`${name}\n${error instanceof Error ? error.message : String(error)}`);
      }
    },
  };
  await concurrently(WIDTH, [...randomWorlds(count, first).entries()], ([index, world]) =>
    play(counting, world, index),
  );
  const { same, all } = totals;
  context.note(`${same} of ${all} random scenarios are identical: ${((same / all) * 100).toFixed(1)} %`);
  await context.test(`of ${all} scenarios drawn at random ${RANDOM.leastShare * 100} % are identical`, () => {
    if (same < all * RANDOM.leastShare) throw new Error(`${same} of ${all}`);
  });
}

export const worldOf = (seed: number): World => world(drawing(seed), `random${seed}`);

const randomWorlds = (count: number, first: number): readonly World[] =>
  Array.from({ length: count }, (_, index) => worldOf(first + index));

function world(draw: Draw, name: string): World {
  const ways = Array.from({ length: WAYS }, (_, index) => way(draw, index));
  const main = mainPart(draw);
  const retry = chance(draw, 0.5) ? '* * F,2h,15m' : one(draw, entries('retry rules'));
  const rewrite = one(draw, entries('rewrite rules'));
  const text = `${main}begin acl\n${TOLD}${FRAME}`
    .replace('WAYS\n', () => ways.map(({ routers }) => routers).join(''))
    .replace('TRANSPORTS\n', () => ways.map(({ transports }) => transports).join(''))
    .replace('RETRY', () => retry)
    .replace('REWRITE', () => rewrite);
  return {
    name,
    mayBeRefused: true,
    configuration: (places) => placed(text, places),
    forms: [sizesOf(ways)],
    files: FILES,
    prepare: PREPARE,
    scenarios: several(draw, MESSAGES, MESSAGES, () => draw()).map((_, index) => message(draw, ways, `${index + 1}`)),
  };
}

/** How much a program takes that reads nothing is as chance has it; and Exim's of a reply is that of the delivery before. */
function sizesOf(ways: readonly Way[]): readonly [RegExp, string] {
  const such = ways.flatMap(
    ({ transports }) => /^(\w+):\n {2}driver = (?:pipe|autoreply)$/m.exec(transports)?.[1] ?? [],
  );
  return [new RegExp(`( T=(?:${['topipe', 'quiet', ...such].join('|')})\\b.*?) S=\\d+`, 'g'), '$1 S=n'];
}

const mainPart = (draw: Draw): string =>
  options(draw, { fixed: HEAD, drawn: [[entries('options of the main part'), 3]], usual: USUAL });

const TOLD = 'told:\n  accept logwrite = EVENT $acl_arg1 <$acl_arg2>\n';

const placed = (text: string, { folder, hops, dead }: Places): string =>
  text
    .replace(/HOP(\d)/g, (_, at) => String(hops[Number(at)]))
    .replaceAll('DEAD', String(dead))
    .replaceAll('FOLDER', folder);

const FILES = {
  'lmtp.py': readFileSync(join(import.meta.dirname, 'lmtp.py'), 'utf8'),
  table: 'n: ann\nbob: x@far.example\nw1.example: 127.0.0.1\nann: anna\n',
  included: 'ann@example.org\n# a comment\nbob, cec\n\n',
  'bounce.txt':
    'Subject: It came back\n\n****\nIt did not arrive.\n****\nWhy:\n****\nWhat was sent:\n****\nCut.\n****\nLong.\n****\nEnd.\n',
  'warn.txt': 'Subject: It waits\n\n****\nIt waits for $warn_message_delay.\n****\nWe go on.\n',
  'answer.txt': 'To $sender_address about $h_subject:\n',
};
const PREPARE = 'ln -s "$PWD/box/linked" link; mkdir home; printf ":include:$PWD/included\\ncec\\n" > includes';
