/**
 * Messages through a live Exim and a live `mxray serve` with the same routers and transports, to mailboxes, programs and the
 * same next hop: what is logged of them, what stands in the mailboxes (bounces and reports among it), and what the next hop
 * heard, side by side.
 */

import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mustRun, run as runCommand } from '../../framework/command.ts';
import { concurrently } from '../../framework/concurrently.ts';
import type { Steady } from '../../framework/steady.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { startService } from '../route/service.ts';
import { accountOf, type Server, startServer } from '../serve-dialogues/servers.ts';
import { describeCoverage, TRACED, whatRan } from './coverage.ts';
import { type StartedHop, startHopOf, USUAL_HOPS } from './hops.ts';
import { type Names, startNames } from './names.ts';
import { quiet } from './quiet.ts';
import { runRandom } from './random/index.ts';
import { linesAbout, steady, takeFiles } from './seen.ts';
import { beside, send, textOf } from './sending.ts';
import { WORLDS } from './worlds/registry.ts';
import type { Preparation, Scenario, World } from './worlds/types.ts';

export const suite: Suite = {
  name: 'deliveries',
  proves: 'what serve routes, delivers, defers, bounces and reports is what a live Exim does',
  run,
};

const FIRST_PORT = 2700;
/** Of a world: its two servers, and a hundred less ten next hops for each. */
const PORTS = 200;
/** Of worlds beside each other. */
const WIDTH = 10;

interface Side {
  readonly server: Server;
  readonly hops: readonly StartedHop[];
  readonly steady: () => Steady;
  /** What Exim told of runs of its own. */
  readonly traces: string[];
}

/** Worlds beside each other: most of their time is waiting. */
async function run(context: Context): Promise<void> {
  const wanted = process.env.DELIVERIES?.split(' '); // worlds by their names
  const worlds = WORLDS.filter(({ name, isInFullAlone = false }) =>
    wanted === undefined ? context.full || !isInFullAlone : wanted.includes(name),
  );
  const names = context.full ? await startNames(context) : undefined;
  if (context.full) await startService(context);
  if (context.full && process.env.DELIVERIES === undefined)
    await runRandom(context, (counting, world, index) =>
      runWorld(counting, world, { place: WORLDS.length + index, names }),
    );
  if (process.env.RANDOM_DELIVERIES !== undefined) return;
  const played = await concurrently(WIDTH, [...worlds.entries()], ([place, world]) =>
    runWorld(context, world, { place, names }),
  );
  const [same, all] = (['same', 'all'] as const).map((what) => played.reduce((sum, one) => sum + one[what], 0)) as [
    number,
    number,
  ];
  for (const line of await describeCoverage(
    context,
    played.map(({ ran }) => ran),
  ))
    context.note(line);
  context.note(`${same} of ${all} scenarios are identical: ${((same / all) * 100).toFixed(1)} %`);
}

interface Played {
  /** How many scenarios were the same, of how many. */
  readonly same: number;
  readonly all: number;
  /** Options that were at work. */
  readonly ran: ReadonlySet<string>;
}

interface Surroundings {
  readonly place: number;
  /** In the full form. */
  readonly names: Names | undefined;
}

async function runWorld(context: Context, world: World, { place, names }: Surroundings): Promise<Played> {
  const port = FIRST_PORT + place * PORTS;
  const preparation = (await world.furnish?.(names)) ?? {};
  const started = await Promise.allSettled([
    startSide(context, world, preparation, { kind: 'exim', port }),
    startSide(context, world, preparation, { kind: 'ours', port: port + PORTS / 2 }),
  ]);
  const refusals = started.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
  if (refusals.length > 0) {
    await context.test(`${world.name}: starts`, () => {
      if (world.mayBeRefused !== true || refusals.length === 1) throw new Error(refusals.join('\n'));
    });
    return { same: 0, all: 0, ran: new Set() };
  }
  const sides = started.map((one) => (one as PromiseFulfilledResult<Side>).value);
  const exim = sides[0]!;
  const chosen = context.full ? world.scenarios : world.scenarios.filter((_, index) => index % 8 === 0);
  let same = 0;
  for (const scenario of chosen) {
    const [theirs, ours] = await Promise.all(sides.map((side) => play(side, scenario, world)));
    if (theirs === ours) same += 1;
    const { differs } = scenario;
    if (theirs !== ours && differs !== undefined) context.note(`${world.name}: ${scenario.title}: ${differs.because}`);
    await context.test(`${world.name}: ${scenario.title}`, () => {
      const unknown = linesOfOne(theirs!, ours!).filter((line) => differs?.lines.test(line) !== true);
      if (theirs !== ours && (differs === undefined || unknown.length > 0))
        throw new Error(`Exim:\n${theirs}\n\nours:\n${ours}`);
    });
  }
  const trace = [exim.server.trace(), ...exim.traces, exim.server.log('main')].join('\n');
  return { same, all: chosen.length, ran: whatRan(exim.server, trace) };
}

/** Lines that one has, or has more often than the other. */
function linesOfOne(...texts: readonly [string, string]): readonly string[] {
  const [theirs, ours] = texts.map((text) => text.split('\n').filter((line) => line.trim() !== ''));
  return [...without(theirs!, ours!), ...without(ours!, theirs!)];
}

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

async function startSide(
  context: Context,
  world: World,
  preparation: Preparation,
  { kind, port }: Pick<Server, 'kind' | 'port'>,
): Promise<Side> {
  const folder = join(context.folder, `${world.name}-${kind}`);
  mkdirSync(join(folder, 'box', 'dir'), { recursive: true });
  const account = await accountOf('Debian-exim');
  for (const path of [folder, join(folder, 'box'), join(folder, 'box/dir')]) chownSync(path, account.uid, account.gid);
  for (const [name, text] of Object.entries({ ...world.files, ...preparation.files })) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o644);
  }
  if (world.prepare !== undefined) await mustRun('/bin/sh', ['-c', world.prepare], { cwd: folder });
  const rows = preparation.hops?.() ?? USUAL_HOPS;
  const ports = rows.map((_, index) => port + 10 + index);
  const hops = await Promise.all(rows.map((row, index) => startHopOf(row, ports[index]!, folder)));
  for (const hop of hops) context.atEnd(hop.close);
  const configuration = world.configuration({ folder, hops: ports, dead: port + 9 });
  const queues = kind === 'exim' && world.isRoots === true;
  const server = await startServer(context, kind, { configuration, folder, port, queues, account, traced: TRACED });
  const known = [
    [folder, 'FOLDER'],
    ...ports.map((number, index) => [portOf(number), `:HOP${index}`] as const),
    [portOf(port + 9), ':DEAD'],
    [portOf(port), ':OWN'],
    ...(world.forms ?? []),
  ] as const;
  return { server, hops, steady: () => steady(known), traces: [] };
}

/** Not the beginning of another. */
const portOf = (port: number): RegExp => new RegExp(`:${port}\\b`, 'g');

async function play(
  side: Side,
  scenario: Scenario,
  { isOrdered, isRoots, isLogOrdered, keepsQuit }: World,
): Promise<string> {
  const { server, hops, steady } = side;
  const before = server.log('main').length;
  for (const message of scenario.before ?? []) await send(server.port, message);
  const said = await beside(server.port, scenario.beside ?? 0, () => send(server.port, scenario));
  // With a configuration of its own Exim gives up root where a message comes in: whom root starts has it, also for bounces.
  if (server.kind === 'exim' && isRoots === true) await deliverAsRoot(side, before);
  await quiet(server, before);
  for (const words of scenario.runs ?? []) {
    await sleep(2100); // retry times are whole seconds
    said.push(await runCommandOf(side, words));
    await quiet(server, before);
  }
  const form = steady();
  const log = linesAbout(server.log('main').slice(before)).map((line) => form.text(line));
  const files = takeFiles(join(server.folder, 'box')).map((text) => form.text(text));
  const heard = hops.flatMap((hop, index) => hop.heard().map((text) => form.text(`hop ${index}\n${text}`)));
  if (isAnyLeft(server.log('main').slice(before))) await removeAll(server);
  const shown = isOrdered === true ? messagesInAnyOrder : inAnyOrder;
  const conversations = (keepsQuit === true ? heard : heard.map(shown)).toSorted(); // several are held beside each other
  return [
    ...said.map((text) => form.text(text)),
    ...grouped(log, isLogOrdered === true),
    ...files.map(shown),
    ...conversations,
  ].join('\n');
}

async function deliverAsRoot(side: Side, before: number): Promise<void> {
  await runCommandOf(side, '-q');
  const bounces = [
    ...side.server
      .log('main')
      .slice(before)
      .matchAll(/ (\S{16}) <= <> R=/g),
  ].map(([, id]) => id!);
  for (const id of bounces) await runCommandOf(side, `-M ${id}`);
}

/** Addresses of a message may be served in any order, and two messages beside each other. */
const grouped = (lines: readonly string[], isOrdered: boolean): readonly string[] => {
  const ours = lines.filter((line) => !line.includes(' removed by '));
  return isOrdered ? ours.toSorted((a, b) => idOf(a).localeCompare(idOf(b))) : ours.toSorted();
};

const idOf = (line: string): string => line.split(' ', 1)[0]!;

/** Messages of a mailbox, recipients of a report and of a conversation; a kept connection hears no QUIT for a while. */
const inAnyOrder = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line !== 'QUIT' && line !== '')
    .map((line) => line.replace(/,$|^X-Failed-Recipients:/g, '').trim())
    .toSorted()
    .join('\n');

const messagesInAnyOrder = (text: string): string =>
  text
    .replace(/\n*QUIT$/gm, '')
    .split(/^(?=From )/m)
    .toSorted()
    .join('');

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');

const command = ({ kind, folder }: Server, words: readonly string[], input = '') => {
  const file = join(folder, 'exim.conf');
  return kind === 'exim'
    ? runCommand(programs.exim, ['-C', file, ...words], { input })
    : runCommand(process.execPath, [PROGRAM, 'exim', '-C', file, ...words], { input });
};

/** @returns what is printed by one that asks and changes nothing */
async function runCommandOf({ server, traces }: Side, written: string): Promise<string> {
  const ids = written.includes('ID') ? await waiting(server) : [];
  const words = written.split(' ').flatMap((word) => (word === 'ID' ? ids : [word]));
  if (words[0]!.startsWith('-b')) return (await command(server, words)).stdout;
  const traced = server.kind === 'exim' ? [`-d-all+${TRACED}`] : [];
  const { stderr } = await command(server, [...traced, ...words], written.startsWith('-od') ? textOf({}) : '');
  traces.push(stderr);
  return '';
}

const TAKEN = / (\w{6}-\w{6}-\w\w) <= /g;

/** To ask for the queue is to start a program. */
const isAnyLeft = (log: string): boolean =>
  [...log.matchAll(TAKEN)].some(([, id]) => !log.includes(` ${id} Completed`));

/** What waits is of no use to the next scenario. */
async function removeAll(server: Server): Promise<void> {
  const ids = await waiting(server);
  if (ids.length > 0) await command(server, ['-Mrm', ...ids]);
}

async function waiting(server: Server): Promise<readonly string[]> {
  const { stdout } = await command(server, ['-bp']);
  return stdout.match(/\b[0-9A-Za-z]{6}-[0-9A-Za-z]{6}-[0-9A-Za-z]{2}\b/g) ?? [];
}
