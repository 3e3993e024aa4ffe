/**
 * Messages handed in on the command line, to a real Exim and to `mxray exim`: what is printed, the status, the logs, and what
 * is in the spool afterwards, side by side. Ours takes each one twice where it may: with a server, and with none.
 */

import { concurrently } from '../../framework/concurrently.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { tryAttacks } from './attacks.ts';
import { CASES, type SubmissionCase } from './cases.ts';
import { FURTHER } from './further.ts';
import { differencesOf } from './heard.ts';
import { KNOWN } from './known.ts';
import { MORE } from './more.ts';
import { openExim, openOurs, openServed, type Way } from './ways.ts';
import { tryWrapper } from './wrapper.ts';

export const suite: Suite = {
  name: 'submission',
  proves: 'a message handed in on the command line is taken, refused, logged and kept as by Exim',
  run,
};

const WIDTH = 4;
/** In the reduced form, of this many configurations one is tried, and of so many messages one, with or without a server. */
const [OF_GROUPS, EACH] = [2, 7];

async function run(context: Context): Promise<void> {
  const all = process.env.SUBMISSIONS === 'further' ? FURTHER : context.full ? [...CASES, ...MORE, ...FURTHER] : CASES;
  const groups = groupsOf(all).filter((_, index) => context.full || index % OF_GROUPS === 0);
  const results = await concurrently(WIDTH, groups, (group) => compareGroup(group, groups.indexOf(group), context));
  let [same, count] = [0, 0];
  for (const { title, difference } of results.flat()) {
    const known = KNOWN[title];
    count += 1;
    if (difference === undefined) same += 1;
    await context.test(known === undefined ? title : `${title} (known: ${known})`, () => {
      if (known === undefined && difference !== undefined) throw new Error(difference);
      if (known !== undefined && difference === undefined) throw new Error('there is no difference any more');
    });
  }
  if (context.full && process.env.SUBMISSIONS === undefined) {
    await tryAttacks(context);
    await tryWrapper(context);
  }
  context.note(`${same} of ${count} submissions are identical: ${((same / count) * 100).toFixed(1)} %`);
}

/** Of one configuration, and not too many to wait for one another. */
function groupsOf(cases: readonly SubmissionCase[]): readonly (readonly SubmissionCase[])[] {
  const groups = new Map<string, SubmissionCase[]>();
  for (const one of cases) groups.set(one.configuration, [...(groups.get(one.configuration) ?? []), one]);
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / MOST) }, (_, at) => group.slice(at * MOST, (at + 1) * MOST)),
  );
}

const MOST = 30;

interface Compared {
  readonly title: string;
  readonly difference: string | undefined;
}

async function compareGroup(cases: readonly SubmissionCase[], index: number, context: Context): Promise<Compared[]> {
  const { configuration } = cases[0]!;
  const exim = await openExim(context, configuration, index);
  const served = once(() => openServed(context, configuration, index));
  const alone = once(() => openOurs(context, configuration, index));
  const compared: Compared[] = [];
  for (const [at, one] of cases.entries()) {
    if (!context.full && at % EACH !== 0) continue;
    const theirs = await exim.hear(one);
    const ways: Ways = isTakenAlone(one)
      ? [
          ['', served],
          [', without a server', alone],
        ]
      : [['', served]];
    for (const [name, way] of context.full ? ways : [ways[(index + at / EACH) % ways.length]!])
      compared.push({ title: `${one.title}${name}`, difference: differencesOf(await (await way()).hear(one), theirs) });
  }
  return compared;
}

type Ways = readonly (readonly [name: string, way: () => Promise<Way>])[];

/** Begun when it is asked for. */
function once<T>(begin: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | undefined;
  return () => (begun ??= begin());
}

/** Without a server the message is taken by who may write to the spool. */
const isTakenAlone = ({ as, words }: SubmissionCase): boolean => as === 'root' && words.length > 0;
