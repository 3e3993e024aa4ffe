/**
 * Dialogues over sockets with a live Exim daemon and a live `mxray serve`, one configuration for both: what is answered,
 * what the main and the reject log say, and what is in the spool afterwards, side by side.
 *
 * The dialogues are those of `dialogues`, and those of `cases/` here, which only sockets can have; in the full form those
 * of `more/` in both as well.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfiguration } from '../../../../src/mta/config/index.ts';
import { mustRun } from '../../framework/command.ts';
import { concurrently } from '../../framework/concurrently.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { type Exchange, exercisedBy } from '../dialogues/coverage/commands.ts';
import { coverageOf } from '../dialogues/coverage/table.ts';
import { exercisedIn } from '../dialogues/coverage/trace.ts';
import type { Exercised } from '../dialogues/coverage/types.ts';
import { type Dialogue, readDialogues } from '../dialogues/read.ts';
import { startWorld } from '../dialogues/world.ts';
import { startClamd, startSpamd } from '../scanners/daemons.ts';
import { makeCertificates } from './certificates.ts';
import { converse } from './client.ts';
import { differencesOf, type Heard, runsLast, steadyLines, steadyMessage } from './heard.ts';
import { KNOWN } from './known.ts';
import { untilDone } from './quiet.ts';
import { randomDialogues } from './random/index.ts';
import { compareReaders, type Logs } from './readers.ts';
import { accountOf, type Server, startServer } from './servers.ts';
import { storedBy } from './stored.ts';

export const suite: Suite = {
  name: 'serve-dialogues',
  proves: 'serve answers, logs and stores what a live Exim daemon answers, logs and stores',
  run,
};

const FIRST_PORT = 2600;
/** Configurations at a time: servers mostly wait. */
const WIDTH = { reduced: 3, full: 5 };
/** In the reduced form, of each configuration; and of those every tenth: two servers start for each. */
const FEW = 3;
const EVERY = 10;
/** Drawn ones, in the full form alone; their places begin behind those of all others. */
const RANDOM = { count: 60, first: 1, place: 1000, leastShare: 0.85 };

async function run(context: Context): Promise<void> {
  // All of it is ours then: clients may come from any address the dialogues name.
  await mustRun(programs.ip, ['address', 'add', '10.0.0.1/8', 'dev', 'lo']);
  await makeCertificates(context.folder);
  await startWorld(context);
  if (context.full) await Promise.all([startClamd(context), startSpamd(context)]);
  if (context.full && process.env.DIALOGUES === undefined) await runRandom(context);
  if (process.env.RANDOM_DIALOGUES !== undefined) return;
  const wanted = process.env.DIALOGUES; // those whose titles begin so
  const suites = [join(import.meta.dirname, '../dialogues'), import.meta.dirname];
  const dialogues = suites.flatMap((folder) => readDialogues(folder, context));
  // Clients come over IPv4.
  const reachable = dialogues.filter(
    ({ title, from }) => !from.includes(':') && (context.full || !title.startsWith('scanners')),
  );
  const groups = grouped(reachable.filter(({ title }) => wanted === undefined || title.startsWith(wanted)));
  const some = groups.filter((_, index) => index % EVERY === 0).map((group) => group.slice(0, FEW));
  const chosen = context.full ? groups : some;
  const compared = await compareAll(chosen, context);
  const results = compared.filter((result) => result !== undefined);
  const all = results.flatMap(({ compared }) => compared);
  for (const { title, difference } of all) {
    const known = KNOWN[title];
    await context.test(known === undefined ? title : `${title} (known: ${known})`, () => {
      if (known === undefined && difference !== undefined) throw new Error(difference);
      if (known !== undefined && difference === undefined) throw new Error('there is no difference any more');
    });
  }
  await compareReaders(alike(results), context);
  if (context.full) tellCoverage(results, context);
  const same = all.filter(({ difference }) => difference === undefined).length;
  context.note(`${same} of ${all.length} dialogues are identical: ${((same / all.length) * 100).toFixed(1)} %`);
}

/** Undefined for a group that serve does not take. Folders and ports are numbered from `place` on. */
const compareAll = (
  groups: readonly (readonly Dialogue[])[],
  context: Context,
  place = 0,
): Promise<readonly (GroupCompared | undefined)[]> =>
  concurrently(WIDTH[context.full ? 'full' : 'reduced'], groups, (group) =>
    compare(group, place + groups.indexOf(group), context),
  );

/** `RANDOM_DIALOGUES`: others, by how many and from which seed, as `300 7000`. */
async function runRandom(context: Context): Promise<void> {
  const words = process.env.RANDOM_DIALOGUES?.split(' ').map(Number) ?? [];
  const [count = RANDOM.count, first = RANDOM.first] = words;
  const results = await compareAll(grouped(randomDialogues(count, first)), context, RANDOM.place);
  const all = results.flatMap((result) => result?.compared ?? []);
  const different = all.flatMap(({ title, difference }) =>
    difference === undefined ? [] : [`${title}: ${difference}`],
  );
  const same = all.length - different.length;
  await context.test(`of ${all.length} dialogues drawn at random ${RANDOM.leastShare * 100} % are identical`, () => {
    if (same < all.length * RANDOM.leastShare) throw new Error(different.join('\n'));
  });
  context.note(`${same} of ${all.length} random dialogues are identical: ${((same / all.length) * 100).toFixed(1)} %`);
  if (context.full) for (const one of different) context.note(one);
}

/**
 * Exim meets a mistake when it comes to it, while serve reads them all and does not start: so that both have it when they
 * come to it, one in an expansion is in a text that is expanded twice, and controls come out of an expansion.
 */
const hidden = (configuration: string): string =>
  configuration
    .replaceAll('{$nonsense}', '{${expand:\\$nonsense}}')
    .replace(/= \$\{if$/gm, '= ${expand:\\${if}')
    .replace(/^( +control = )([\w/=.-]+)$/gm, '$1${if eq{1}{1}{$2}}');

function grouped(dialogues: readonly Dialogue[]): readonly (readonly Dialogue[])[] {
  const groups = new Map<string, Dialogue[]>();
  for (const dialogue of dialogues) {
    const group = groups.get(dialogue.configuration) ?? [];
    groups.set(dialogue.configuration, [...group, dialogue]);
  }
  return [...groups.values()];
}

/** Of what Exim put to the test; what is only known in the full form, where it tells of its ACLs. */
function tellCoverage(results: readonly GroupCompared[], { note }: Context): void {
  const { lines, missing } = coverageOf(results.flatMap(({ exercised }) => exercised));
  for (const line of lines) note(line);
  if (missing.length > 0) note(`missing: ${missing.join(', ')}`);
}

interface Compared {
  readonly title: string;
  readonly difference: string | undefined;
}

interface GroupCompared {
  readonly compared: readonly Compared[];
  /** Of each dialogue, as it stands in the main log. */
  readonly ours: readonly string[];
  readonly exim: readonly string[];
  readonly exercised: readonly Exercised[];
}

/** Logs of the dialogues that came to the same: what differs elsewhere is told there. */
function alike(groups: readonly GroupCompared[]): Logs {
  const of = (kind: 'ours' | 'exim'): string =>
    groups.flatMap((group) => group[kind].filter((_, at) => group.compared[at]!.difference === undefined)).join('');
  return { ours: of('ours'), exim: of('exim') };
}

/** Undefined where serve does not start: it reads all of a configuration, and Exim a mistake when it comes to it. */
async function compare(
  group: readonly Dialogue[],
  index: number,
  context: Context,
): Promise<GroupCompared | undefined> {
  const both = await hearBoth(group, index, context).catch((problem: unknown) => String(problem));
  if (typeof both !== 'string') return comparedIn(group, both);
  if (!both.includes('nothing is served')) return failedIn(group, both);
  context.skip(group[0]!.title, `serve does not start: ${/error: .*/.exec(both)?.[0] ?? both}`);
  return undefined;
}

const comparedIn = (group: readonly Dialogue[], { ours, exim }: Both): GroupCompared => ({
  compared: group.map(({ title }, at) => ({ title, difference: differencesOf(ours.heard[at]!, exim.heard[at]!) })),
  ours: ours.logs,
  exim: exim.logs,
  exercised: exim.exercised,
});

/** None of them was had. */
const failedIn = (group: readonly Dialogue[], difference: string): GroupCompared => ({
  compared: group.map(({ title }) => ({ title, difference })),
  ...{ ours: [], exim: [], exercised: [] },
});

interface Both {
  readonly ours: HeardAll;
  readonly exim: HeardAll;
}

/** By servers that end with it: what idles takes memory from those that work. */
async function hearBoth(group: readonly Dialogue[], index: number, context: Context): Promise<Both> {
  const { configuration } = group[0]!;
  // Exim's own is the only one whom it lets run a queue by a configuration of ours.
  const runs = configuration.includes('acl_smtp_etrn') && { account: await accountOf('Debian-exim') };
  const hear = (kind: Server['kind'], offset: number): Promise<HeardAll> =>
    whileItLasts(context, async (scope) => {
      const server = await startServer(scope, kind, {
        configuration: hidden(configuration),
        ...{ folder: join(context.folder, `${kind}${index}`), port: FIRST_PORT + 2 * index + offset },
        ...runs,
        traced: context.full ? 'acl' : undefined,
      });
      return await hearAll(group, server);
    });
  const [ours, exim] = await Promise.all([hear('ours', 0), hear('exim', 1)]);
  return { ours, exim };
}

/** What is started meanwhile ends with it, and not with the suite. */
async function whileItLasts<T>(context: Context, act: (scope: Context) => Promise<T>): Promise<T> {
  const undos: (() => void | Promise<void>)[] = [];
  try {
    return await act({ ...context, atEnd: (undo) => undos.push(undo) });
  } finally {
    for (const undo of undos.reverse()) await undo();
  }
}

interface Said {
  readonly replies: readonly string[];
  readonly main: string;
  readonly reject: string;
}

interface HeardAll {
  readonly heard: readonly Heard[];
  readonly logs: readonly string[];
  readonly exercised: readonly Exercised[];
}

async function hearAll(group: readonly Dialogue[], server: Server): Promise<HeardAll> {
  const said: Said[] = [];
  const exchanges: Exchange[] = [];
  let connections = 0;
  for (const dialogue of group) {
    const [main, reject] = [server.log('main').length, server.log('reject').length];
    const conversation = await converse(dialogue, server.port, server.folder);
    connections += conversation.connections;
    await untilDone(server, { connections, mayRun: dialogue.lines.some((line) => /^etrn /i.test(line)) });
    exchanges.push(...conversation.exchanges);
    const replies = conversation.transcript;
    said.push({ replies, main: server.log('main').slice(main), reject: server.log('reject').slice(reject) });
  }
  const stored = await storedBy(server);
  const heard = said.map(({ replies, main, reject }) => ({
    replies: steadyLines(replies.join('\n')),
    main: runsLast(steadyLines(main)),
    reject: steadyLines(reject),
    stored: [...main.matchAll(/^\S+ \S+ (\S+) <= /gm)].flatMap(([, id]) => {
      const message = stored.get(id!);
      return message === undefined ? ['(not in the spool)'] : steadyMessage(message);
    }),
  }));
  const exercised = [...exercisedBy(exchanges), ...exercisedAt(server)];
  return { heard, logs: said.map(({ main }) => main), exercised };
}

function exercisedAt({ kind, configurationFile, trace }: Server): readonly Exercised[] {
  if (kind === 'ours') return [];
  const text = readFileSync(configurationFile, 'utf8');
  const read = readConfiguration({ text, name: configurationFile });
  return read.ok ? exercisedIn(trace(), read.value) : [];
}
